using System.Globalization;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A line for each network that was tried: what was known before, what was said, and what came of it.</summary>
internal static class DraftTable
{
    public static void Write(string path, IEnumerable<TriedDraft> tried) =>
        File.WriteAllLines(path, tried.Select(each => string.Join('\t', Cells(each))).Prepend(
            "kind\tnumber\tgroup\tmistakes\tskill\treach\tfailed\ttold\ts\tprospect\tsaid\trate\tstable\tsmallBatch\tcompound\tnoise\t"
            + "variance\tdistance\tgradients\tevidence\tsource"));

    private static IEnumerable<string> Cells(TriedDraft each)
    {
        var forecast = each.Forecast;
        yield return each.Problem.Kind.Name;
        yield return Of(each.Problem.Number);
        yield return each.Draft.Group;
        yield return string.Join(',', each.Draft.Mistakes);
        yield return Of(each.Skill);
        yield return Of(each.Problem.Reach);
        yield return each.HasFailed ? "1" : "0";
        yield return each.IsTold ? "1" : "0";
        yield return Of(forecast.Score);
        yield return Of(forecast.Prospect);
        yield return string.Join(',', each.Said.Select(said => said.Id + said.Severity.ToString()[0]));
        yield return Of(forecast.Rate);
        yield return Of(forecast.StableRate);
        yield return Of(forecast.SmallBatchRate);
        yield return Of(forecast.Compound);
        yield return Of(forecast.Noise);
        yield return Of(forecast.OutputVariance);
        yield return Of(forecast.Distance);
        yield return string.Join(',', forecast.WeightGradients.Select(Of));
        yield return string.Join(',', forecast.Evidence.Select(Of));
        yield return each.Trial.Source.ReplaceLineEndings(" ");
    }

    private static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
