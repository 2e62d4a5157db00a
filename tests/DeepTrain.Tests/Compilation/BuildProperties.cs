using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Tests.Compilation;

/// <summary>
/// What the build tells the generator: the vector widths of the environment's <c>DEEPTRAIN_VECTOR_WIDTHS</c>, so that a run of the tests may
/// be at 128 bits; the usual ones without it.
/// </summary>
internal sealed class BuildProperties : AnalyzerConfigOptionsProvider
{
    public static readonly string Widths = Environment.GetEnvironmentVariable("DEEPTRAIN_VECTOR_WIDTHS") ?? "";

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties();

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.DeepTrainVectorBits" && Widths.Length > 0 ? Widths : null;
            return value is not null;
        }
    }
}
