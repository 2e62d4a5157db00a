using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>
/// An invalid network keeps its surface, so that the code around it compiles and one error says what is wrong.
/// </summary>
public class SkeletonTests
{
    private const string Invalid = "[Network] [Input(4)] [Dense(0)] [MeanSquaredError] [SGD] public partial class Net;";

    [Fact]
    public void The_skeleton_is_the_surface_without_the_code() => Snapshots.Match(GeneratorHarness.Run(Invalid));

    [Fact]
    public void The_skeleton_of_a_nested_class_stands_in_its_containers() => Snapshots.Match(GeneratorHarness.Run($$"""
        namespace A.B;
        partial class Outer<T> { {{Invalid}} }
        """));

    [Fact]
    public void Code_that_uses_the_whole_surface_still_compiles() => Assert.Empty(AnalyzerHarness.Errors(
        GeneratorHarness.Run(Invalid, """
        class Observer : ILayerObserver
        {
            public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) { }
        }

        static class Use
        {
            static TNetwork Made<TNetwork>() where TNetwork : INetwork<TNetwork> => TNetwork.Create(1);

            public static float All()
            {
                const int Batch = 100 / Net.OutputSize;
                var net = new Net(1UL) { LearningRate = 1e-3f, Threads = 2, Regularization = 0.5f, Batches = 1 };
                var inputs = new float[Batch * Net.InputSize];
                var outputs = new float[Batch * Net.OutputSize];
                net.Predict(inputs, outputs);
                net.ComputeGradients(inputs, outputs);
                net.Accumulate(inputs, outputs);
                net.Accumulate(inputs, outputs, outputs, scale: 0.5f);
                net.Gradients.Clear();
                net.ApplyGradients();
                Console.WriteLine(net.Inspect(inputs, outputs, new Observer()) + net.Inspect(inputs, new int[1], new Observer()));
                net.WarmUp();
                net.WarmUp(rows: 32);
                net.Save("net.safetensors");
                net.Save("net.safetensors", null);
                net.Save(System.IO.Stream.Null);
                net.Save(System.IO.Stream.Null, new System.Collections.Generic.Dictionary<string, string>());
                Console.WriteLine(net.Load("net.safetensors").Count + net.Load(System.IO.Stream.Null).Count);
                net.SaveWeights("net.safetensors");
                net.SaveWeights(System.IO.Stream.Null);
                Console.WriteLine(net.LoadWeights("net.safetensors").Count);
                Console.WriteLine(net.LoadWeights(System.IO.Stream.Null).Count);
                net.LoadWeights("net.safetensors", LoadOptions.Sequential);
                net.LoadWeights(System.IO.Stream.Null, new LoadOptions { Strict = false });
                INetwork any = Made<Net>() ?? Net.Create(2);
                Console.WriteLine($"{Net.Description} {net.Parameters} {Net.ParameterCount} {any.Description} {any.InputSize}");
                return net.Penalty() + net.Loss(inputs, outputs) + net.Loss(inputs, new int[Batch])
                    + net.TrainBatch(inputs, outputs) + net.TrainBatch(inputs, new int[Batch])
                    + net.TrainBatch(inputs, new int[Batch], inputs) + net.Loss(inputs, outputs, inputs)
                    + net.ComputeGradients(inputs, new int[Batch], inputs) + net.Accumulate(inputs, new int[Batch], scale: 2);
            }
        }
        """).Output));

    [Fact]
    public void A_member_that_the_class_has_already_is_left_out()
    {
        string clash = Networks.WithMembers("public Net() { } public void Save(string path) { } public int Threads;");

        Assert.Empty(AnalyzerHarness.Errors(GeneratorHarness.Run(clash).Output));
    }

    [Theory]
    [InlineData("public int Create => 1;")]
    [InlineData("public int Create(ulong seed) => 1;")]
    [InlineData("static Net INetwork<Net>.Create(ulong seed) => new(seed);")]
    public void A_class_with_a_factory_of_its_own_still_has_the_interface(string member)
    {
        GeneratorRun run = GeneratorHarness.Run(
            Networks.WithMembers(member, "public partial class Net : INetwork<Net>"),
            "class Use { static T Made<T>() where T : INetwork<T> => T.Create(1); Net Net => Made<Net>(); }");

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
    }

    [Fact]
    public void Using_it_anyway_says_which_class_to_look_at()
    {
        using var stream = new MemoryStream();
        Assert.True(GeneratorHarness.Run(Invalid).Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        Type net = System.Reflection.Assembly.Load(stream.ToArray()).GetType("Net")!;

        var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => Activator.CreateInstance(net));

        Exception inner = Assert.IsType<InvalidOperationException>(thrown.InnerException);
        Assert.Contains("Net", inner.Message, StringComparison.Ordinal);
    }
}
