using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class ParameterTests
{
    [Fact]
    public void Parameters_come_in_layer_order_with_names_and_shapes()
    {
        ParameterList parameters = SampleState.Create().Parameters;
        string[] expected =
        [
            "dense1.weight [37, 19]", "dense1.bias [37]", "batchnorm1.weight [37]", "batchnorm1.bias [37]",
            "batchnorm1.running_mean [37]", "batchnorm1.running_var [37]", "prelu1.weight [1]",
            "maxout1.weight [3, 10, 37]", "maxout1.bias [3, 10]",
        ];
        Assert.Equal(expected, parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(expected.Length, parameters.Count);
        Assert.Equal("dense1.bias", parameters[1].Name);
        Assert.Equal(3 * 10 * 37, parameters["maxout1.weight"].Length);
        Assert.Equal(
            ["batchnorm1.running_mean", "batchnorm1.running_var"],
            parameters.Where(p => !p.IsTrainable).Select(p => p.Name));
        Assert.Throws<NotSupportedException>(() => ((IList<int>)parameters[0].Shape)[0] = 1);
    }

    [Fact]
    public void The_list_is_a_table() => Assert.Equal(
        """
        parameter                shape        numbers  trainable
        dense1.weight            [37, 19]         703  yes
        dense1.bias              [37]              37  yes
        batchnorm1.weight        [37]              37  yes
        batchnorm1.bias          [37]              37  yes
        batchnorm1.running_mean  [37]              37  no
        batchnorm1.running_var   [37]              37  no
        prelu1.weight            [1]                1  yes
        maxout1.weight           [3, 10, 37]    1,110  yes
        maxout1.bias             [3, 10]           30  yes
        1,955 trainable, 74 not
        """.ReplaceLineEndings("\n"),
        SampleState.Create().Parameters.ToString());

    [Fact]
    public void Enumeration_allocates_nothing()
    {
        ParameterList parameters = SampleState.Create().Parameters;
        int count = Sum(parameters);
        int again = 0;
        Assert.Equal(0, Allocated.By(() => again = Sum(parameters)));
        Assert.Equal(count, again);
        Assert.Equal(parameters.Sum(parameter => parameter.Length), count);

        static int Sum(ParameterList parameters)
        {
            int sum = 0;
            foreach (Parameter parameter in parameters)
                sum += parameter.Length;
            return sum;
        }
    }

    [Fact]
    public void Names_are_looked_up()
    {
        ParameterList parameters = SampleState.Create().Parameters;
        Assert.True(parameters.TryGet("prelu1.weight", out Parameter? found));
        Assert.Same(parameters[6], found);
        Assert.False(parameters.TryGet("Prelu1.weight", out _));
        KeyNotFoundException missing = Assert.Throws<KeyNotFoundException>(() => parameters["dense2.weight"]);
        Assert.Contains("\"dense2.weight\"", missing.Message);
        Assert.Contains("dense1.weight, dense1.bias", missing.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters[-1]);
        Assert.Throws<ArgumentNullException>(() => parameters[null!]);
    }

    [Fact]
    public void Values_go_in_and_out()
    {
        NetworkState state = SampleState.Create();
        state.TransposedStale = false;
        var random = new Random(2);
        foreach (Parameter parameter in state.Parameters)
        {
            float[] numbers = SampleState.Numbers(random, parameter.Length);
            parameter.CopyFrom(numbers);
            Assert.Equal(numbers, state.Values(parameter.Name));
        }
        Assert.True(state.TransposedStale);
    }

    [Fact]
    public void Gradients_come_in_canonical_order()
    {
        NetworkState state = SampleState.Create();
        ParameterLayout layout = state.Layouts[7];
        float[] numbers = SampleState.Numbers(new Random(8), layout.Length);
        layout.Pack(numbers, state.Gradients);
        float[] copy = new float[layout.Length];
        Parameter parameter = state.Parameters[7];
        InvalidOperationException early = Assert.Throws<InvalidOperationException>(() => parameter.CopyGradientTo(copy));
        Assert.Contains("maxout1.weight", early.Message);
        Assert.Contains("ComputeGradients", early.Message);
        state.HasGradients = true;
        parameter.CopyGradientTo(copy);
        Assert.Equal(numbers, copy);
        Parameter variance = state.Parameters["batchnorm1.running_var"];
        InvalidOperationException never =
            Assert.Throws<InvalidOperationException>(() => variance.CopyGradientTo(new float[37]));
        Assert.Contains("not trainable", never.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36)]
    [InlineData(38)]
    public void A_wrong_length_is_refused(int length)
    {
        NetworkState state = SampleState.Trained();
        byte[] before = SampleState.Snapshot(state);
        Parameter parameter = state.Parameters["dense1.bias"];
        Action<float[]>[] calls = [x => parameter.CopyTo(x), x => parameter.CopyFrom(x), x => parameter.CopyGradientTo(x)];
        foreach (Action<float[]> call in calls)
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => call(new float[length]));
            Assert.Contains($"dense1.bias [37] holds 37 numbers, the span {length}.", exception.Message);
        }
        Assert.Equal(before, SampleState.Snapshot(state));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_each_parameter_a_stream_of_its_own()
    {
        Assert.Equal(SampleState.Snapshot(SampleState.Create(5)), SampleState.Snapshot(SampleState.Create(5)));
        Assert.NotEqual(SampleState.Create(5).Values("dense1.weight"), SampleState.Create(6).Values("dense1.weight"));
        NetworkState state = SampleState.Create(5);
        Assert.NotEqual(state.Values("dense1.weight")[..100], state.Values("maxout1.weight")[..100]);
        Assert.All(state.Values("batchnorm1.running_var"), value => Assert.Equal(1f, value));
        Assert.Equal([0.25f], state.Values("prelu1.weight"));
        Assert.True(state.TransposedStale && !state.HasGradients && state.MomentumProduct == 1 && state.Updates == 0);
    }
}
