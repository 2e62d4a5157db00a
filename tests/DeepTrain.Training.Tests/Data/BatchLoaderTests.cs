using CsCheck;

namespace DeepTrain.Training.Tests.Data;

public sealed class BatchLoaderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(20, 8, LastBatch.Merge, new[] { 8, 12 })]
    [InlineData(24, 8, LastBatch.Merge, new[] { 8, 8, 8 })]
    [InlineData(15, 7, LastBatch.Merge, new[] { 7, 8 })]
    [InlineData(28, 10, LastBatch.Merge, new[] { 10, 10, 8 })]
    [InlineData(27, 10, LastBatch.Merge, new[] { 10, 17 })]
    [InlineData(3, 10, LastBatch.Merge, new[] { 3 })]
    [InlineData(20, 8, LastBatch.Keep, new[] { 8, 8, 4 })]
    [InlineData(20, 8, LastBatch.Drop, new[] { 8, 8 })]
    [InlineData(1, 1, LastBatch.Drop, new[] { 1 })]
    public void The_rest_goes_where_it_is_said(int rows, int batchSize, LastBatch last, int[] expected)
    {
        using var loader = new BatchLoader(Numbers(rows), new LoaderOptions { BatchSize = batchSize, LastBatch = last });

        Assert.Equal(expected, Epoch(loader, 0).Select(batch => batch.Length));
        Assert.Equal(expected.Length, loader.Batches);
    }

    [Fact]
    public void Each_epoch_has_each_row_once_in_an_order_of_its_own()
    {
        using var loader = new BatchLoader(Numbers(100), new LoaderOptions { BatchSize = 9, Seed = 5 });

        float[] first = [.. Epoch(loader, 0).SelectMany(rows => rows)];
        float[] second = [.. Epoch(loader, 1).SelectMany(rows => rows)];

        Assert.Equal(Enumerable.Range(0, 100).Select(row => (float)row), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(loader, 0).SelectMany(rows => rows));
    }

    [Fact]
    public void Any_number_of_workers_gives_the_same_bytes() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.ULong, Gen.Int[1, 7]).Sample((rows, batchSize, seed, workers) =>
        {
            Dataset images = Images(rows);
            var options = new LoaderOptions
            {
                BatchSize = batchSize, Seed = seed, LastBatch = LastBatch.Keep,
                Augmentation = Augmentation.FlipHorizontal().Rotate(20).Noise(0.1f).Cutout(0.3f),
            };
            using var alone = new BatchLoader(images, options);
            using var team = new BatchLoader(images, options with { Workers = workers });
            for (int epoch = 0; epoch < 3; epoch++)
                Assert.Equal(Epoch(alone, epoch), Epoch(team, epoch));
        }, iter: 40);

    [Fact]
    public void Other_seeds_and_epochs_give_other_bytes()
    {
        LoaderOptions options = new() { BatchSize = 4, Shuffle = false, Augmentation = Augmentation.Noise(1) };
        using var loader = new BatchLoader(Images(8), options);
        using var other = new BatchLoader(Images(8), options with { Seed = 1 });

        List<float[]> first = Epoch(loader, 0);

        Assert.NotEqual(first, Epoch(loader, 1));
        Assert.NotEqual(first, Epoch(other, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_epoch_may_begin_at_any_batch_and_end_before_its_time(int workers)
    {
        using var loader = new BatchLoader(Numbers(50), new LoaderOptions { BatchSize = 4, Seed = 9, Workers = workers });
        List<float[]> whole = Epoch(loader, 7);

        for (int first = 0; first <= whole.Count; first++)
        {
            loader.Begin(2);
            loader.Next();
            Assert.Equal(whole.Skip(first), Epoch(loader, 7, first));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_error_comes_with_its_batch_and_the_loader_goes_on(int workers)
    {
        bool isBroken = true;
        Dataset data = Dataset.FromReader(40, 1, 0, (row, inputs, _) =>
            inputs[0] = isBroken && row is 13 or 31 && isBroken ? throw new InvalidDataException($"row {row}") : row);
        LoaderOptions options = new() { BatchSize = 4, Shuffle = false, Workers = workers };
        await Task.Run(() =>
        {
            using var loader = new BatchLoader(data, options);
            loader.Begin(0);
            for (int batch = 0; batch < 3; batch++)
                Assert.Equal(4 * batch, loader.Next()!.Inputs[0]);
            Assert.Equal("row 13", Assert.Throws<InvalidDataException>(() => loader.Next()).Message);
            Assert.Throws<InvalidOperationException>(() => loader.Next());

            isBroken = false;
            Assert.Equal(40, Epoch(loader, 1).Sum(batch => batch.Length));
        }).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_while_a_worker_still_reads()
    {
        using var goOn = new ManualResetEventSlim();
        Dataset data = Dataset.FromReader(8, 1, 0, (row, inputs, _) =>
        {
            goOn.Wait();
            inputs[0] = row;
        });
        using var loader = new BatchLoader(data, new LoaderOptions { BatchSize = 2, Workers = 2, Shuffle = false });
        using var cancellation = new CancellationTokenSource();
        loader.Begin(0);
        Task<Batch?> next = Task.Run(() => loader.Next(cancellation.Token));

        await Task.Delay(50);
        Assert.False(next.IsCompleted);
        cancellation.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
        goOn.Set();
        Assert.Equal(8, Epoch(loader, 1).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task Disposal_amid_an_epoch_ends_all_threads()
    {
        await Task.Run(() =>
        {
            for (int turn = 0; turn < 50; turn++)
            {
                using var loader = new BatchLoader(Numbers(100), new LoaderOptions { BatchSize = 1, Workers = 4 });
                loader.Begin(0);
                for (int batch = 0; batch < turn; batch++)
                    loader.Next();
            }
        }).WaitAsync(Patience);
    }

    [Fact]
    public void A_warm_loader_allocates_nothing_on_the_calling_thread()
    {
        var options = new LoaderOptions
        {
            BatchSize = 4,
            Augmentation = Augmentation.FlipHorizontal().Rotate(15).Scale(0.9f, 1.1f).Shift(0.1f).Crop(0.8f)
                .Color(0.1f, 0.1f).Noise(0.1f).Cutout(0.2f),
        };
        using var loader = new BatchLoader(Images(16).ToMemory(), options);
        Run(0);
        Run(1);

        int epochs = 2;
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int epoch = 0; epoch < 4; epoch++)
                Run(epochs++);
        }));

        void Run(int epoch)
        {
            loader.Begin(epoch);
            while (loader.Next() != null)
            {
            }
        }
    }

    [Fact]
    public void Misuse_says_what_was_expected()
    {
        Dataset data = Numbers(5);

        Assert.Contains("BatchSize of at least 1", Message(new() { BatchSize = 0 }), StringComparison.Ordinal);
        Assert.Contains("0 to 256 Workers", Message(new() { Workers = -1 }), StringComparison.Ordinal);
        Assert.Contains(
            "there are 5", Message(new() { BatchSize = 6, LastBatch = LastBatch.Drop }), StringComparison.Ordinal);
        Assert.Contains("Rotate(5)", Message(new() { Augmentation = Augmentation.Rotate(5) }), StringComparison.Ordinal);
        using var loader = new BatchLoader(data, new LoaderOptions());
        Assert.Throws<InvalidOperationException>(() => loader.Next());
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Begin(0, 2));
        loader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loader.Begin(0));

        string Message(LoaderOptions options) =>
            Assert.ThrowsAny<ArgumentException>(() => new BatchLoader(data, options)).Message;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_rows_come_in_order_one_batch_after_the_other(bool isStreamed)
    {
        Dataset data = isStreamed ? Numbers(11) : Numbers(11).ToMemory();
        var lengths = new List<int>();
        var rows = new List<float>();

        await foreach (Batch batch in data.ReadBatchesAsync(4))
        {
            lengths.Add(batch.Rows);
            rows.AddRange(batch.Inputs);
            await Task.Yield();
        }

        Assert.Equal([4, 4, 3], lengths);
        Assert.Equal(Enumerable.Range(0, 11).Select(row => (float)row), rows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_reading_ends(bool isStreamed)
    {
        Dataset data = isStreamed ? Numbers(100) : Numbers(100).ToMemory();
        using var cancellation = new CancellationTokenSource();
        int batches = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Batch batch in data.ReadBatchesAsync(4, cancellation.Token))
            {
                if (++batches == 3)
                    cancellation.Cancel();
            }
        });

        Assert.Equal(3, batches);
    }

    [Fact]
    public async Task An_error_of_a_streamed_row_comes_with_its_batch()
    {
        Dataset data = Dataset.FromReader(
            9, 1, 0, (row, inputs, _) => inputs[0] = row == 7 ? throw new InvalidDataException("row 7") : row);
        int batches = 0;

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (Batch batch in data.ReadBatchesAsync(2))
                batches++;
        });

        Assert.Equal(3, batches);
    }

    private static Dataset Numbers(int rows) => Dataset.FromReader(rows, 1, 0, (row, inputs, _) => inputs[0] = row);

    private static Dataset Images(int rows) => Dataset.FromReader(rows, 2 * 5 * 4, 0, (row, inputs, _) =>
    {
        for (int next = 0; next < inputs.Length; next++)
            inputs[next] = (row * 31 + next * 7) % 17 / 17f;
    }, new DatasetOptions { InputShape = [2, 5, 4] });

    private static List<float[]> Epoch(BatchLoader loader, long epoch, int first = 0)
    {
        var batches = new List<float[]>();
        loader.Begin(epoch, first);
        while (loader.Next() is { } batch)
            batches.Add(batch.Inputs.ToArray());
        return batches;
    }
}
