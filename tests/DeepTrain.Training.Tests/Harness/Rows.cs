namespace DeepTrain.Training.Tests;

/// <summary>Rows to learn something from, the same for one seed.</summary>
internal static class Rows
{
    /// <summary>Of three classes that can be told apart.</summary>
    public static Dataset Labelled(int rows, int seed = 1, int inputs = 8, int classes = 3)
    {
        float[] all = Numbers(rows * inputs, seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row =>
            Math.Min((int)((all[row * inputs] + 1) / 2 * classes), classes - 1))];
        return Dataset.FromArrays(all, labels, new DatasetOptions { ClassNames = [.. Enumerable.Range(0, classes).Select(c => $"c{c}")] });
    }

    /// <summary>With two targets.</summary>
    public static Dataset Numbered(int rows, int seed = 1)
    {
        float[] all = Numbers(rows * 8, seed);
        float[] targets = [.. Enumerable.Range(0, rows).SelectMany(row => new[] { all[row * 8] * 2, all[row * 8 + 1] - all[row * 8 + 2] })];
        return Dataset.FromArrays(all, targets, rows);
    }

    /// <summary>From -1 to 1.</summary>
    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        float[] numbers = new float[count];
        for (int next = 0; next < count; next++)
            numbers[next] = random.NextSingle() * 2 - 1;
        return numbers;
    }

    /// <summary>All that a network's file holds.</summary>
    public static byte[] BytesOf(INetwork network)
    {
        var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    /// <summary>All rows of a dataset in one batch.</summary>
    public static Batch Whole(Dataset data)
    {
        Batch batch = data.CreateBatch(data.Rows);
        data.Read([.. Enumerable.Range(0, data.Rows)], batch);
        return batch;
    }
}
