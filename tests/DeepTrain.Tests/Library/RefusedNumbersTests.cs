using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Numbers with which a network could only compute NaN, and what training can make of its own.</summary>
public unsafe class RefusedNumbersTests
{
    private static readonly OptimizerLayout RmsProp =
        new("RMSProp", ["square_avg", "grad_avg", "momentum_buffer"], [0f, 0f, 0f]);

    public static TheoryData<string, float> BadParameters => new()
    {
        { "dense1.weight", float.NaN }, { "dense1.bias", float.PositiveInfinity },
        { "batchnorm1.running_mean", float.NegativeInfinity }, { "batchnorm1.running_var", float.NaN },
        { "prelu1.weight", float.NaN }, { "maxout1.weight", float.PositiveInfinity },
    };

    // spoils the last number
    private static NetworkState With(string parameter, float number)
    {
        NetworkState state = SampleState.Trained();
        float[] values = state.Values(parameter);
        values[^1] = number;
        state.Parameters[parameter].CopyFrom(values);
        return state;
    }

    private static byte[] Saved(NetworkState state)
    {
        var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }

    private static void Refused(byte[] file, NetworkState state, params string[] parts)
    {
        byte[] before = SampleState.Snapshot(state);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => state.Load(new MemoryStream(file)));
        foreach (string part in parts)
            Assert.Contains(part, exception.Message);
        Assert.Equal(before, SampleState.Snapshot(state));
    }

    [Theory]
    [MemberData(nameof(BadParameters))]
    public void Parameters_that_are_not_finite_are_saved_and_refused_by_name_unless_allowed(string parameter, float number)
    {
        NetworkState diverged = With(parameter, number);
        byte[] file = Saved(diverged);
        string place = string.Join(", ", diverged.Parameters[parameter].Shape.Select(size => size - 1));
        Refused(file, SampleState.Create(3), $"{parameter}[{place}]", "finite", "AllowNonFinite");

        NetworkState state = SampleState.Create(3);
        byte[] before = SampleState.Snapshot(state);
        Assert.Throws<InvalidDataException>(() => state.LoadWeights(new MemoryStream(file)));
        Assert.Equal(before, SampleState.Snapshot(state));
        state.LoadWeights(new MemoryStream(file), new LoadOptions { AllowNonFinite = true });
        Assert.Equal(diverged.Values(parameter), state.Values(parameter));
    }

    [Fact]
    public void A_running_variance_below_0_is_always_refused()
    {
        byte[] file = Saved(With("batchnorm1.running_var", -1e-30f));
        Refused(file, SampleState.Create(3), "batchnorm1.running_var[36]", "from 0");
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => SampleState.Create().LoadWeights(
            new MemoryStream(file), new LoadOptions { AllowNonFinite = true }));
        Assert.Contains("batchnorm1.running_var[36]", exception.Message);
        // a running mean may be below 0
        SampleState.Create(3).Load(new MemoryStream(Saved(With("batchnorm1.running_mean", -5f))));
    }

    [Theory]
    [InlineData("Adam", 0, float.NaN, true)]
    [InlineData("Adam", 0, -1f, false)]
    [InlineData("Adam", 1, float.PositiveInfinity, true)]
    [InlineData("Adam", 1, -1f, true)]
    [InlineData("Adam", 1, -0f, false)]
    [InlineData("AdaGrad", 0, -1f, true)]
    [InlineData("RMSProp", 0, -1f, true)]
    [InlineData("RMSProp", 1, -1f, false)]
    [InlineData("RMSProp", 2, -1f, false)]
    [InlineData("RMSProp", 2, float.NegativeInfinity, true)]
    public void What_an_optimizer_keeps_is_finite_and_squares_are_not_below_0(
        string optimizer, int slot, float number, bool isRefused)
    {
        OptimizerLayout layout = optimizer == "RMSProp" ? RmsProp : SaveAndLoadTests.Optimizer(optimizer);
        NetworkState spoiled = SampleState.Trained(optimizer: layout);
        float[] zeros = new float[SampleState.Units];
        foreach (ParameterLayout parameter in spoiled.Layouts.Where(parameter => parameter.IsTrainable))
            parameter.Pack(new float[parameter.Length], spoiled.Slot(0));
        zeros[2] = number;
        spoiled.Layouts[1].Pack(zeros, spoiled.Slot(slot));
        byte[] file = Saved(spoiled);
        if (isRefused)
            Refused(file, SampleState.Create(3, layout), $"optimizer.{layout.SlotNames[slot]}.dense1.bias[2]");
        else
            SampleState.Create(3, layout).Load(new MemoryStream(file));
        // the weights are there either way
        SampleState.Create(3, layout).LoadWeights(new MemoryStream(file));
        GC.KeepAlive(spoiled);
    }

    [Fact]
    public void Counters_at_their_end_are_saved_so_that_they_load()
    {
        NetworkState state = SampleState.Trained();
        state.Updates = NetworkState.MostSteps;
        state.Batches = NetworkState.MostSteps;
        state.Updates++;
        state.Batches++;
        Assert.Equal(1L << 53, state.Updates);
        Assert.Equal(0, state.Batches);
        NetworkState loaded = SampleState.Create(3);
        loaded.Load(new MemoryStream(Saved(state)));
        Assert.Equal(1L << 53, loaded.Updates);
        state.Batches = long.MaxValue;
        Assert.Equal(0, state.Batches);
    }

    [Fact]
    public void A_whole_file_without_the_optimizer_s_tensors_is_not_half_loaded()
    {
        (string header, byte[] data) = SafetensorsText.Split(Saved(SampleState.Trained()));
        int first = header.IndexOf(",\"optimizer.", StringComparison.Ordinal);
        NetworkState source = SampleState.Create();
        int bytes = source.Parameters.Sum(parameter => parameter.Length) * sizeof(float);
        byte[] file = SafetensorsText.File(header[..first] + "}", data[..bytes]);
        Refused(file, SampleState.Create(3), "expected the state of the optimizer Adam", "LoadWeights");
        source.LoadWeights(new MemoryStream(file));
    }
}
