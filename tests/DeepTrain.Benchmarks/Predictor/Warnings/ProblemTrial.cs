using System.Globalization;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network on a problem; what is measured is its skill.</summary>
/// <param name="Scale">What the data are multiplied by and moved to before the network sees them.</param>
internal sealed record ProblemTrial(Problem Problem, string ClassName, string Source, int Seed, DataScale Scale) : ITrial
{
    public string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{Problem.Kind.Name} {Problem.Number} {Problem.Steps} {Problem.Batch} {Seed} "
        + $"{Source.Replace(ClassName, "", StringComparison.Ordinal)}");

    public double Run(INetwork network)
    {
        var random = new Random(Seed);
        StandInData data = Problem.Data;
        float[] inputs = [.. data.Inputs.Select(x => (float)(Scale.InputMean + Scale.InputStd * x))];
        float[] targets = Problem.IsRegression
            ? [.. data.Targets.Select(y => (float)(Scale.TargetMean + Scale.TargetStd * y))]
            : data.Targets;
        int[] rows = new int[Problem.Batch];
        for (int step = 0; step < Problem.Steps; step++)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = Problem.TestRows + random.Next(data.Count - Problem.TestRows);
            float loss = network.TrainBatch(
                StandInData.Rows(inputs, data.Count, rows), StandInData.Rows(targets, data.Count, rows));
            if (!float.IsFinite(loss))
                return double.NaN;
        }

        int[] test = [.. Enumerable.Range(0, Problem.TestRows)];
        float[] truth = StandInData.Rows(targets, data.Count, test), outputs = new float[truth.Length];
        network.Predict(StandInData.Rows(inputs, data.Count, test), outputs);
        if (outputs.Any(output => !float.IsFinite(output)))
            return double.NaN;
        return Problem.IsRegression
            ? Skills.Explained(outputs, truth, Problem.Outputs)
            : Skills.OfClasses(outputs, data.Labels!.AsSpan(0, Problem.TestRows).ToArray());
    }
}

/// <summary>How data are scaled; standardised as they come.</summary>
internal sealed record DataScale(double InputMean = 0, double InputStd = 1, double TargetMean = 0, double TargetStd = 1);
