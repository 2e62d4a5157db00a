using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Whoever knows better can say so, in each of the usual ways.</summary>
public class SuppressionTests
{
    private const string Invalid = "[Network] [Input(4)] [Dense(0)] [MeanSquaredError] [SGD] partial class Net;";

    [Fact]
    public async Task Without_suppression_it_is_an_error() =>
        Assert.Equal([("DTG006", DiagnosticSeverity.Error)], await Reported(Invalid));

    [Fact]
    public async Task A_pragma_suppresses() => Assert.Empty(await Reported($"#pragma warning disable DTG006\n{Invalid}"));

    [Fact]
    public async Task A_pragma_for_another_rule_does_not() =>
        Assert.NotEmpty(await Reported($"#pragma warning disable DTG005\n{Invalid}"));

    [Fact]
    public async Task SuppressMessage_suppresses() => Assert.Empty(await Reported(
        $"""[System.Diagnostics.CodeAnalysis.SuppressMessage("DeepTrain", "DTG006")] {Invalid}"""));

    [Theory]
    [InlineData("none", null)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public async Task Editorconfig_sets_the_severity(string severity, DiagnosticSeverity? expected)
    {
        var reported = await Reported(Invalid, $"[*.cs]\ndotnet_diagnostic.DTG006.severity = {severity}");

        Assert.Equal(expected, reported.Select(diagnostic => (DiagnosticSeverity?)diagnostic.Severity).SingleOrDefault());
    }

    private static async Task<IReadOnlyList<(string Id, DiagnosticSeverity Severity)>> Reported(
        string source, string? config = null)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        if (config is not null)
        {
            compilation = compilation.WithOptions(
                compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(config)));
        }

        return [.. (await AnalyzerHarness.Run(compilation)).Select(diagnostic => (diagnostic.Id, diagnostic.Severity))];
    }

    /// <summary>An .editorconfig at the root, as the build hands it to the compiler.</summary>
    private sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
    {
        private readonly AnalyzerConfigSet _set =
            AnalyzerConfigSet.Create(new[] { AnalyzerConfig.Parse(text, "/.editorconfig") });

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellation) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string id, CancellationToken cancellation, out ReportDiagnostic severity) =>
            _set.GetOptionsForSourcePath("/" + tree.FilePath).TreeOptions.TryGetValue(id, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string id, CancellationToken cancellation, out ReportDiagnostic severity)
        {
            severity = ReportDiagnostic.Default;
            return false;
        }
    }
}
