namespace DeepTrain;

/// <summary>How far an update would move the parameters; it is taken back.</summary>
internal static class TrialUpdate
{
    /// <summary>Fills in <see cref="ParameterSignal.UpdateRatio"/>.</summary>
    public static IReadOnlyList<ParameterSignal> Measure(INetwork network, Batch batch, List<ParameterSignal> signals)
    {
        NetworkSnapshot before = NetworkSnapshot.Of(network);
        // what is not finite could not be brought back
        if (!before.IsFinite)
            return signals;
        var values = new Dictionary<string, float[]>();
        foreach (ParameterSignal signal in signals)
        {
            float[] copy = new float[network.Parameters[signal.Name].Length];
            network.Parameters[signal.Name].CopyTo(copy);
            values.Add(signal.Name, copy);
        }
        try
        {
            network.TrainBatch(batch);
            return [.. signals.Select(signal => signal with { UpdateRatio = Ratio(network, signal, values[signal.Name]) })];
        }
        finally
        {
            before.Restore(network);
        }
    }

    private static double Ratio(INetwork network, ParameterSignal signal, float[] before)
    {
        if (signal.Norm == 0)
            return double.NaN;
        float[] after = new float[before.Length];
        network.Parameters[signal.Name].CopyTo(after);
        for (int next = 0; next < after.Length; next++)
            after[next] -= before[next];
        return SignalMeter.Norm(after) / signal.Norm;
    }
}
