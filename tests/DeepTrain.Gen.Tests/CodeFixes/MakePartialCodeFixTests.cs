using DeepTrain.Gen.CodeFixes;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.CodeFixes;

public class MakePartialCodeFixTests
{
    private const string Steps = "[Network] [Input(4)] [Dense(2)] [MeanSquaredError] [SGD]";

    [Theory]
    [InlineData("public class Net;", "public partial class Net;")]
    [InlineData("class Net;", "partial class Net;")]
    [InlineData("// the network\nclass Net { }", "// the network\npartial class Net { }")]
    [InlineData("internal sealed  class Net;", "internal sealed  partial class Net;")]
    public async Task Partial_stands_before_class_and_the_rest_stays(string before, string after) => Assert.Equal(
        $"{Steps}\n{after}", await CodeFixHarness.Fix(new MakePartialCodeFix(), $"{Steps}\n{before}"));

    [Fact]
    public async Task The_types_around_it_become_partial_where_they_are_not() => Assert.Equal(
        $$"""
        namespace A;
        public partial class Outer
        {
            partial struct Middle
            {
                // comment
                partial record Inner { {{Steps}} partial class Net; }
            }
        }
        """,
        await CodeFixHarness.Fix(new MakePartialCodeFix(), $$"""
        namespace A;
        public class Outer
        {
            partial struct Middle
            {
                // comment
                record Inner { {{Steps}} class Net; }
            }
        }
        """));

    [Fact]
    public async Task Fix_all_gives_a_shared_container_the_modifier_once() => Assert.Equal(
        $$"""partial class Outer { {{Steps}} partial class A; {{Steps}} partial class B; } {{Steps}} public partial class C;""",
        await CodeFixHarness.FixAll(
            new MakePartialCodeFix(),
            $$"""class Outer { {{Steps}} class A; {{Steps}} class B; } {{Steps}} public class C;"""));

    [Fact]
    public async Task A_partial_class_needs_no_fix() =>
        Assert.Null(await CodeFixHarness.Fix(new MakePartialCodeFix(), Networks.Digits));
}
