using DeepTrain.Gen.Dialects;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>Projects in which the usual text would mean something else.</summary>
public class ProjectDialectTests
{
    private const string Network = """
        extern alias deep;
        using deep::DeepTrain;
        namespace A
        {
            [Network, Input(20), Dense(40), BatchNorm, PReLU, Dropout(0.3f), Maxout(7), Dense(5), SoftmaxCrossEntropy, AdamW]
            public partial class Net { }
            static class Use { static INetwork Any() { return new Net(1UL); } }
        }
        """;

    private static readonly TestProject Aliased = new(Aliases: "deep");

    private static readonly ProjectOptions Checked = new(ChecksOverflow: true, LibraryAlias: null);

    [Fact]
    public async Task A_library_behind_an_alias_is_reached_by_it() => await AnalyzerHarness.Verify(Aliased, Network);

    [Fact]
    public async Task What_is_wrong_with_a_network_is_said_there_too_and_nothing_else() => await AnalyzerHarness.Verify(
        Aliased, Network.Replace("Dense(40)", "Dense({|DTG006:0|})", StringComparison.Ordinal));

    [Fact]
    public async Task A_library_with_an_alias_besides_is_reached_as_usual() => await AnalyzerHarness.Verify(
        new TestProject(Aliases: ["deep", "global"]), Network);

    [Fact]
    public async Task An_alias_and_checked_arithmetic_go_together() => await AnalyzerHarness.Verify(
        new TestProject(ChecksOverflow: true, Aliases: "deep"), Network);

    [Fact]
    public void A_change_of_the_project_emits_anew()
    {
        GeneratorRun first = GeneratorHarness.Run(TestCompilation.Create(Networks.Digits));

        GeneratorRun second = GeneratorHarness.Run(
            first.Driver,
            TestCompilation.Create(Networks.Digits).WithOptions(TestCompilation.Options.WithOverflowChecks(true)));

        Assert.Contains("unchecked", second.Texts["Digits.Dense1.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("unchecked", first.Texts["Digits.Dense1.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Bodies_that_compute_are_unchecked_and_others_stay_as_they_are()
    {
        const string before = """
            partial class A
            {
                const int Size = 3 * 4;
                readonly int _half = Size / 2;
                int Twice => 2 * _half;
                int Same => _half;
                void Call(int x) => Use(x + 1);
                int this[int i]
                {
                    get
                    {
                        // the next
                        return i + 1;
                    }
                }
                void Use(int x)
                {
                    System.Console.WriteLine(x);
                }
            }

            """;
        const string after = """
            partial class A
            {
                const int Size = 3 * 4;
                readonly int _half = unchecked(Size / 2);
                int Twice => unchecked(2 * _half);
                int Same => _half;
                void Call(int x) { unchecked { Use(x + 1); } }
                int this[int i]
                {
                    get
                    {
                        unchecked
                        {
                            // the next
                            return i + 1;
                        }
                    }
                }
                void Use(int x)
                {
                    System.Console.WriteLine(x);
                }
            }

            """;

        Assert.Equal(after.ReplaceLineEndings("\n"), ProjectDialect.Of(before.ReplaceLineEndings("\n"), Checked));
    }
}
