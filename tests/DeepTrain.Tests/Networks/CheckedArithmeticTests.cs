using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Emission;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>A project with <c>CheckForOverflowUnderflow</c> gets the networks that every other project gets.</summary>
public sealed class CheckedArithmeticTests
{
    public static TheoryData<int> Families => new(Enumerable.Range(0, Catalogue.Families.Count));

    [Theory]
    [MemberData(nameof(Families))]
    public void Training_leaves_the_same_bits(int family)
    {
        CompiledNetworks compiled = Checked(family);
        foreach (NetworkPlan plan in Catalogue.Families[family])
        {
            Trained expected = Train(plan, Catalogue.Create(plan.Name, seed: 5));
            Trained actual = Train(plan, compiled.Create(plan.Name, seed: 5));
            Assert.Equal(expected.Losses, actual.Losses);
            Assert.Equal(expected.File, actual.File);
            Assert.Equal(expected.Predictions, actual.Predictions);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Its_methods_are_the_same_and_check_nothing(int family)
    {
        IReadOnlyList<IlMethod> methods = IlMethods.In(Checked(family).Image);

        Assert.Equal(IlMethods.In(Catalogue.Compiled(Catalogue.Families[family]).Image), methods);
        Assert.DoesNotContain(methods, method => method.OverflowChecks > 0);
    }

    [Fact]
    public void What_a_user_writes_is_checked_still()
    {
        const string adder = "static class Adder { public static int Add(int a, int b) => a + b; }";

        IlMethod add = IlMethods.In(NetworkCompiler.Compile(adder, checksOverflow: true).Image)
            .Single(method => method.Name == "Adder.Add");

        Assert.Equal(1, add.OverflowChecks);
    }

    [Fact]
    public void An_ordinary_project_reads_no_unchecked() => Assert.DoesNotContain(
        Catalogue.Compiled(Catalogue.Layers).Files.Values, text => text.Contains("unchecked", StringComparison.Ordinal));

    private static CompiledNetworks Checked(int family) =>
        NetworkCompiler.Compile(NetworkPlan.Source(Catalogue.Families[family]), checksOverflow: true);

    private static Trained Train(NetworkPlan plan, INetwork network)
    {
        var random = new Random(3);
        var losses = new List<float>();
        network.Threads = 2;
        foreach (int rows in new[] { 1, 7, 32, 19 })
        {
            Batch batch = Batch.Draw(plan, rows, random);
            losses.Add(network.TrainBatch(batch.Inputs, batch.Targets));
            losses.Add(network.ComputeGradients(batch.Inputs, batch.Targets));
            network.ApplyGradients();
            losses.Add(network.Loss(batch.Inputs, batch.Targets));
            network.Inspect(batch.Inputs, batch.Targets, new LayerRecorder());
        }

        return new Trained(
            Bits.Of([.. losses]), Bits.OfFile(network), Bits.OfPrediction(network, Batch.Draw(plan, 9, random).Inputs));
    }

    private sealed record Trained(uint[] Losses, byte[] File, uint[] Predictions);
}
