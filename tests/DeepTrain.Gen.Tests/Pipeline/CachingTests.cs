using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>What an edit makes the generator do again.</summary>
public class CachingTests
{
    private const string Other = "class Other { int one = 1; }";

    private const string Second = "[Network] [Input(3)] [Dense(1)] [MeanSquaredError] [SGD] partial class Second;";

    private const string Invalid = "[Network] [Input(3)] [Dense(0)] [MeanSquaredError] [SGD] partial class Broken;";

    [Theory]
    [InlineData("// a comment\n" + Other)]
    [InlineData("class Other { int one = 1; void More() { } }")]
    [InlineData("class Other { int one = ")]
    [InlineData("")]
    public void An_edit_in_another_file_runs_no_output_again(string edited)
    {
        GeneratorRun after = Edit([Networks.Digits, Invalid, Other], file: 3, edited);

        Assert.Equal([Cached, Cached], after.Reasons(TrackingNames.Declaration));
        Assert.All(after.Reasons(TrackingNames.Network), reason => Assert.Equal(Cached, reason));
        Assert.All(after.Reasons(TrackingNames.Skeleton), reason => Assert.Equal(Cached, reason));
        Assert.All(after.OutputReasons, reason => Assert.Equal(Cached, reason));
    }

    [Theory]
    [InlineData("// a comment before the network\n" + Networks.Digits)]
    [InlineData(Networks.Digits + "\nclass Neighbour;")]
    public void An_edit_beside_the_class_emits_nothing_again(string edited)
    {
        GeneratorRun after = Edit([Networks.Digits], file: 1, edited);

        Assert.All(after.OutputReasons, reason => Assert.Equal(Cached, reason));
    }

    [Fact]
    public void A_changed_layer_emits_its_network_again_and_no_other()
    {
        GeneratorRun after = Edit([Networks.Digits, Second], file: 1, Networks.Digits.Replace("Dense(32)", "Dense(33)"));

        Assert.Equal([Modified, Cached], after.Reasons(TrackingNames.Network));
        Assert.Equal([Modified, Cached], after.OutputReasons);
    }

    [Fact]
    public void A_second_network_leaves_the_first_one_alone()
    {
        GeneratorRun after = Edit([Networks.Digits, Other], file: 2, Second);

        Assert.Equal([Cached, New], after.Reasons(TrackingNames.Declaration));
        Assert.Equal([Cached, New], after.OutputReasons);
    }

    [Fact]
    public void A_mended_network_gets_its_code()
    {
        GeneratorRun after = Edit([Invalid], file: 1, Invalid.Replace("Dense(0)", "Dense(1)"));

        Assert.Equal([New], after.Reasons(TrackingNames.Network));
        Assert.Equal([Removed], after.Reasons(TrackingNames.Skeleton));
    }

    [Fact]
    public void A_constant_that_an_argument_uses_counts_as_an_edit_of_the_network()
    {
        const string Sized = "[Network] [Input(3)] [Dense(Size.Hidden)] [MeanSquaredError] [SGD] partial class Net;";

        GeneratorRun after = Edit(
            [Sized, "static class Size { public const int Hidden = 1; }"],
            file: 2,
            "static class Size { public const int Hidden = 2; }");

        Assert.Equal([Modified], after.Reasons(TrackingNames.Network));
    }

    [Fact]
    public void Nothing_that_is_cached_holds_on_to_a_compilation()
    {
        GeneratorRun run = GeneratorHarness.Run(Networks.Digits, Invalid, Second);

        var walk = new ObjectWalk();
        foreach (string step in TrackingNames.All)
        {
            Assert.True(run.Result.TrackedSteps.ContainsKey(step), $"{step} did not run");
            foreach (IncrementalGeneratorRunStep execution in run.Result.TrackedSteps[step])
                walk.Visit(execution.Outputs.Select(output => output.Value), step);
        }

        Assert.Empty(walk.Leaks);
        Assert.True(walk.Count > 50, $"the walk saw {walk.Count} objects only");
    }

    [Fact]
    public void The_walk_would_find_a_leak()
    {
        SyntaxNode root = TestCompilation.Create(Networks.Digits).SyntaxTrees[0].GetRoot(TestContext.Current.CancellationToken);
        var walk = new ObjectWalk();
        walk.Visit(new[] { (object)Tuple.Create("a", root) }, "here");

        Assert.NotEmpty(walk.Leaks);
    }

    private static GeneratorRun Edit(string[] sources, int file, string edited)
    {
        CSharpCompilation before = TestCompilation.Create(sources);
        GeneratorRun first = GeneratorHarness.Run(GeneratorHarness.NewDriver(), before);
        SyntaxTree old = before.SyntaxTrees[file];
        SyntaxTree replaced = TestCompilation.Parse(edited, old.FilePath);
        return GeneratorHarness.Run(first.Driver, before.ReplaceSyntaxTree(old, replaced));
    }
}
