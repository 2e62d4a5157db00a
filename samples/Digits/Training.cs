/// <summary>Mini-batch training: every epoch shows each picture once, in a new order.</summary>
public static class Training
{
    private const int Epochs = 40;
    private const int BatchSize = 32;

    public static void Fit(Digits network, LabelledPictures pictures, int seed)
    {
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, pictures.Count)];
        int batches = (pictures.Count + BatchSize - 1) / BatchSize;
        float highestRate = network.LearningRate;

        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            using var progress = new ProgressBar($"epoch {epoch + 1,2}/{Epochs}", batches);
            double totalLoss = 0;
            for (int batch = 0; batch < batches; batch++)
            {
                network.LearningRate = highestRate * Cosine((epoch * batches + batch) / (float)(Epochs * batches));
                int start = batch * BatchSize;
                int end = Math.Min(start + BatchSize, pictures.Count);
                LabelledPictures rows = pictures.Select(order.AsSpan(start..end));

                float loss = network.TrainBatch(rows.Pixels, rows.Labels);

                totalLoss += loss * rows.Count;
                progress.Advance($"loss {totalLoss / end:F4}");
            }
        }
    }

    /// <summary>The learning-rate schedule: half a cosine from 1 at the start to 0 at the end.</summary>
    private static float Cosine(float progress) => (1 + MathF.Cos(MathF.PI * progress)) / 2;
}
