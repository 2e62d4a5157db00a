namespace DeepTrain;

/// <summary>A network's calls on a batch, whether its rows have labels or targets.</summary>
internal static class BatchCalls
{
    /// <summary>Forward, backward and update; the loss before the update, penalties included.</summary>
    public static float TrainBatch(this INetwork network, Batch batch) =>
        batch.HasLabels ? network.TrainBatch(batch.Inputs, batch.Labels) : network.TrainBatch(batch.Inputs, batch.Targets);

    /// <summary>The loss in inference mode, penalties included.</summary>
    public static float Loss(this INetwork network, Batch batch) =>
        batch.HasLabels ? network.Loss(batch.Inputs, batch.Labels) : network.Loss(batch.Inputs, batch.Targets);

    /// <summary>The loss in training mode, penalties included, which leaves the network as it is.</summary>
    public static float Inspect(this INetwork network, Batch batch, ILayerObserver observer) =>
        batch.HasLabels
            ? network.Inspect(batch.Inputs, batch.Labels, observer) : network.Inspect(batch.Inputs, batch.Targets, observer);

    /// <summary>Reads so many rows, or all there are, at equal distances: a sorted set shows each of its classes.</summary>
    public static Batch ReadSpread(this Dataset data, int count)
    {
        int[] rows = SpreadRows(data.Rows, count);
        Batch batch = data.CreateBatch(rows.Length);
        data.Read(rows, batch);
        return batch;
    }

    /// <summary>Row numbers at equal distances.</summary>
    public static int[] SpreadRows(int rows, int count)
    {
        int[] chosen = new int[Math.Min(rows, count)];
        for (int next = 0; next < chosen.Length; next++)
            chosen[next] = (int)((long)next * rows / chosen.Length);
        return chosen;
    }
}
