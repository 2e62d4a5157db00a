using System.Runtime.CompilerServices;

namespace DeepTrain;

public sealed partial class Dataset
{
    /// <summary>
    /// All rows in their order, <paramref name="rows"/> at a time and what is left at the end. While one batch is in use, a
    /// streamed set reads the next.
    /// </summary>
    /// <param name="rows">Rows in a batch, at least 1.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>Batches that hold until the next one is asked for.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IAsyncEnumerable<Batch> ReadBatchesAsync(int rows, CancellationToken token = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return ReadAsync(rows, token);
    }

    /// <summary>Shows all rows in their order, in batches of a moderate size.</summary>
    internal void VisitBatches(Action<Batch> visitor)
    {
        const int MostRows = 256, MostNumbers = 1 << 20;
        var plan = new BatchPlan(Rows, Math.Clamp(MostNumbers / InputSize, 1, MostRows), LastBatch.Keep);
        Batch batch = CreateBatch(plan.Longest);
        int[] numbers = new int[plan.Longest];
        for (int next = 0; next < plan.Count; next++)
        {
            ReadInOrder(plan, next, numbers, batch);
            visitor(batch);
        }
    }

    private async IAsyncEnumerable<Batch> ReadAsync(int rows, [EnumeratorCancellation] CancellationToken token = default)
    {
        var plan = new BatchPlan(Rows, rows, LastBatch.Keep);
        Batch current = CreateBatch(plan.Longest);
        int[] numbers = new int[plan.Longest];
        if (!IsStreamed)
        {
            for (int batch = 0; batch < plan.Count; batch++)
            {
                token.ThrowIfCancellationRequested();
                ReadInOrder(plan, batch, numbers, current);
                yield return current;
            }
            yield break;
        }

        Batch ahead = CreateBatch(plan.Longest);
        Task reading = Start(0, ahead);
        try
        {
            for (int batch = 0; batch < plan.Count; batch++)
            {
                token.ThrowIfCancellationRequested(); // a batch that is there already would be given out all the same
                await reading.WaitAsync(token).ConfigureAwait(false);
                (current, ahead) = (ahead, current);
                if (batch + 1 < plan.Count)
                    reading = Start(batch + 1, ahead);
                yield return current;
            }
        }
        finally
        {
            // nobody reads on behind the back of a caller who has left; its error is of no interest then
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task Start(int batch, Batch into) => Task.Run(() => ReadInOrder(plan, batch, numbers, into), CancellationToken.None);
    }

    private void ReadInOrder(BatchPlan plan, int batch, int[] numbers, Batch into)
    {
        Span<int> rows = numbers.AsSpan(0, plan.Length(batch));
        for (int next = 0; next < rows.Length; next++)
            rows[next] = plan.Start(batch) + next;
        Read(rows, into);
    }
}
