using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>
/// Thousands of random declarations, which the tests of this folder share. <c>DEEPTRAIN_FUZZ=10</c> tries ten times as many. The tests are
/// a class each, so that they run beside each other.
/// </summary>
internal static class Fuzz
{
    public const int BatchSize = 40;

    /// <summary>Emitted code is long, and the compiler takes its time.</summary>
    public const int CompiledBatchSize = 15;

    private static readonly int Effort = int.TryParse(
        Environment.GetEnvironmentVariable("DEEPTRAIN_FUZZ"), CultureInfo.InvariantCulture, out int effort) ? effort : 1;

    // enough to draw every kind
    public static readonly int CompiledBatchCount = 6 * Effort;

    public static TheoryData<int> CompiledBatches => [.. Enumerable.Range(0, CompiledBatchCount)];

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 25 * Effort)];

    public static IEnumerable<RandomNetwork> Draw(int batch)
    {
        var random = new Random(1000 + batch);
        return Enumerable.Range(0, BatchSize).Select(i => new RandomNetwork(random, $"Net{i}")).ToArray();
    }

    public static bool IsDeclarationError(Diagnostic diagnostic) =>
        diagnostic.Id.StartsWith("DTG0", StringComparison.Ordinal);

    /// <summary>The first error of each id with the line it is on, and the declarations of the batch.</summary>
    public static string Explain(IEnumerable<Diagnostic> errors, string[] sources) => string.Join('\n', [
        .. errors.DistinctBy(error => error.Id).Select(error => $"{error}\n    {LineOf(error)}"),
        .. sources.Select((source, i) => $"// File{i + 1}.cs\n{source}")]);

    private static string? LineOf(Diagnostic error) =>
        error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString();
}
