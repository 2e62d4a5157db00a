using System.Collections.Immutable;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>The analyzer as a build runs it: where it points, what it says, how it is configured.</summary>
public class NetworkAnalyzerTests
{
    private const string Linear =
        "[Network] [Input(64)] [Dense(64)] [LeakyReLU(1f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam] "
        + "public partial class Net;";

    [Fact]
    public async Task It_points_at_the_argument_to_change()
    {
        Diagnostic diagnostic = Assert.Single(await Run(Linear));
        Assert.Equal("DTG208", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.Equal("1f", TextOf(diagnostic));
        Assert.Equal(
            "2 weight layers from 'dense1' to 'dense2' have nothing nonlinear between them: "
            + "together they equal one layer of rank 10, and so does the whole network. Use a slope of 0.01f. "
            + "This also explains DTG209 (The slope of a leaky ReLU is a small positive number).",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task It_points_at_the_attribute_where_no_argument_is_given()
    {
        Diagnostic diagnostic = Assert.Single(await Run(
            "[Network] [Input(64)] [Dense(64)] [ReLU] [ReLU] [Dense(10)] [SoftmaxCrossEntropy] [Adam] "
            + "public partial class Net;"));
        Assert.Equal(("DTG210", "ReLU"), (diagnostic.Id, TextOf(diagnostic)));
    }

    [Fact]
    public async Task It_points_at_the_network_for_what_is_declared_there()
    {
        Diagnostic diagnostic = Assert.Single(await Run(RulePage.Read("DTG606").Networks[0]));
        Assert.Equal("UnrollLimit = 1000000", TextOf(diagnostic));
    }

    [Fact]
    public async Task Severities_can_be_configured()
    {
        CSharpCompilation compilation = TestCompilation.Create(Linear);
        Assert.Empty(await AnalyzerHarness.Analyze(With(compilation, ReportDiagnostic.Suppress)));
        Diagnostic diagnostic = Assert.Single(await AnalyzerHarness.Analyze(With(compilation, ReportDiagnostic.Error)));
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
    }

    [Theory]
    [InlineData("#pragma warning disable DTG208\n", "")]
    [InlineData("", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"DeepTrain\", \"DTG208\")] ")]
    public async Task Single_declarations_can_be_excepted(string before, string attribute) =>
        Assert.DoesNotContain(await Run(before + attribute + Linear), diagnostic => !diagnostic.IsSuppressed);

    [Fact]
    public async Task Of_an_invalid_declaration_nothing_is_said() => Assert.DoesNotContain(
        await Run("[Network] [Input(64)] [Dense(64)] [Dense(0)] [SoftmaxCrossEntropy] [Adam] public partial class Net;"),
        diagnostic => !diagnostic.Id.StartsWith("DTG0", StringComparison.Ordinal));

    [Fact]
    public void Messages_do_not_depend_on_the_culture()
    {
        string source = RulePage.Read("DTG103").Networks[0];
        IEnumerable<string> Values() => RulePage.Check(source).SelectMany(finding => finding.Values).ToArray();
        IEnumerable<string> before = Values();
        System.Globalization.CultureInfo culture = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("")
            {
                NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "\u2212" },
            };
            Assert.Equal(before, Values());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.70710678, "0.707")]
    [InlineData(313.2, "313")]
    [InlineData(12345.0, "12300")]
    [InlineData(2.03e-5, "2.03e-5")]
    [InlineData(1.37e12, "1.37e12")]
    [InlineData(-0.1, "-0.1")]
    public void Numbers_have_three_digits(double value, string expected) => Assert.Equal(expected, Numbers.Of(value));

    [Theory]
    [InlineData(0.92, "92%")]
    [InlineData(0.0625, "6.3%")]
    [InlineData(0.99999, "100%")]
    [InlineData(0.998, "99.8%")]
    public void Shares_are_percentages(double value, string expected) => Assert.Equal(expected, Numbers.Percent(value));

    private static CSharpCompilation With(CSharpCompilation compilation, ReportDiagnostic report) => compilation.WithOptions(
        compilation.Options.WithSpecificDiagnosticOptions([new KeyValuePair<string, ReportDiagnostic>("DTG208", report)]));

    private static Task<ImmutableArray<Diagnostic>> Run(string source) =>
        AnalyzerHarness.Run(TestCompilation.Create(source));

    private static string TextOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.ToString().Substring(
        diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
}
