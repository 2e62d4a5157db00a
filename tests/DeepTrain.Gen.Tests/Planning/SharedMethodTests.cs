using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Tests.Harness;
using DeepTrain.Gen.Tests.Names;

namespace DeepTrain.Gen.Tests.Planning;

/// <summary>Layers of equal shape share their methods, and whose they are does not depend on what is printed first.</summary>
public sealed class SharedMethodTests
{
    // equal layers, of rows and of images
    private const string Equal = """
        [Input(80)] [Dense(80)] [Tanh] [Dense(80)] [Tanh] [Dense(80)] [Tanh] [Dense(3)] [MeanSquaredError] [Adam]
        """;

    private const string EqualImages = """
        [Input(8, 9, 9)] [Conv2D(8, 3, Padding = Padding.Same)] [ReLU] [Conv2D(8, 3, Padding = Padding.Same)] [ReLU]
        [Conv2D(8, 3, Padding = Padding.Same)] [ReLU]
        [Conv2D(8, 3, Padding = Padding.Same)] [ReLU] [Conv2D(8, 3, Padding = Padding.Same)] [ReLU] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]
        """;

    public static TheoryData<string> Declared => new([Equal, EqualImages, .. EmittedIdentifiers.Networks]);

    [Theory]
    [MemberData(nameof(Declared))]
    public void Files_are_the_same_in_whatever_order_they_are_printed(string steps)
    {
        NetworkPlan plan = PlanOf(steps);
        EmittedFile[] forward = [.. NetworkEmitter.Files(plan).Select(write => write()).OfType<EmittedFile>()];
        EmittedFile[] backward = [.. NetworkEmitter.Files(plan).Reverse().Select(write => write()).OfType<EmittedFile>().Reverse()];

        Assert.Equal(forward, backward);
    }

    [Theory]
    [MemberData(nameof(Declared))]
    public void Each_method_is_written_once(string steps)
    {
        NetworkPlan plan = PlanOf(steps);
        var shared = SharedMethods.Of(plan);
        var needs = Places(plan).SelectMany(place => StageMethods.Of(plan, place.Stage, place.Width)
            .Distinct().Select(method => (method, IsOwn: shared.In(place.Stage, place.Width).IsOwn(method)))).ToList();

        Assert.Equal(plan.LinearLayers.Any(), needs.Count > 0);
        Assert.All(needs.GroupBy(need => need.method.Shape), shape => Assert.Single(shape, need => need.IsOwn));
    }

    [Theory]
    [InlineData(Equal, 1)]
    [InlineData(EqualImages, 2)] // the first one's gradient goes no further back, and needs no ring
    public void Of_equal_layers_the_first_has_the_methods_and_the_next_has_none(string steps, int first)
    {
        NetworkPlan plan = PlanOf(steps);
        var shared = SharedMethods.Of(plan);
        IEnumerable<string> Own(int stage, VectorType width) =>
            StageMethods.Of(plan, plan.Stages[stage], width).Where(shared.In(plan.Stages[stage], width).IsOwn).Select(method => method.Name);

        Assert.NotEmpty(Own(first, plan.Widths[0]));
        Assert.All(plan.Widths, width => Assert.Equal("", string.Join(' ', Own(first + 1, width))));
    }

    private static IEnumerable<(Stage Stage, VectorType Width)> Places(NetworkPlan plan) =>
        plan.Stages.SelectMany(stage => plan.Widths.Select(width => (stage, width)));

    private static NetworkPlan PlanOf(string steps) => new(Parsing.Spec(Networks.WithSteps(steps)), VectorWidths.Parse("512,256,128"));
}
