namespace DeepTrain.Distributed.Tests.Scaling;

/// <summary>The model of many ranks, against what ranks send and against numbers that can be computed by hand.</summary>
public sealed class ScalingTests
{
    [Theory]
    [InlineData(1000, 8, 4)]      // doubling
    [InlineData(65_536, 8, 2)]    // slices, a node each
    [InlineData(65_536, 8, 8)]
    [InlineData(49_152, 12, 3)]   // no power of two
    public void What_is_counted_is_what_ranks_send(int numbers, int shards, int ranks)
    {
        long[] sent = new long[ranks];
        ThreadCommunicator.Run(ranks, communicator =>
        {
            var sums = new ShardSums(shards, ShardTree.Owned(shards, communicator.Rank, ranks), numbers);
            new ClusterGroup(communicator).Sum(sums);
            sent[communicator.Rank] = communicator.Exchange.BytesSent;
        });
        Assert.All(sent, bytes => Assert.Equal(Model(numbers, shards).At(ranks).BytesSent, bytes));
    }

    [Fact]
    public void An_update_is_computing_and_exchanging()
    {
        ScalingModel model = Model(1000, 8) with { Link = new ClusterLink("by hand", 1e-3, 1e6) };
        Assert.Equal(new ScalingPoint(1, 0, 0, 0, 64 * 1e-3 + 2e-3, 1), model.At(1));
        ScalingPoint four = model.At(4);
        Assert.Equal(2, four.Messages);
        Assert.Equal(2 * (1000 + 12) * 4, four.BytesSent);
        Assert.Equal(2e-3 + four.BytesSent / 1e6 + 2000 / 1.5e9, four.ExchangeSeconds, 1e-9);
        Assert.Equal(16 * 1e-3 + 2e-3 + four.ExchangeSeconds, four.StepSeconds, 1e-9);
        // 3 ranks have 2, 3 and 3 shards: the slowest counts
        Assert.Equal(24 * 1e-3 + 2e-3 + model.At(3).ExchangeSeconds, model.At(3).StepSeconds, 1e-9);
    }

    [Fact]
    public void What_is_useful_grows_with_the_work_and_with_the_link()
    {
        ScalingModel model = Model(100_000, 64) with { BatchSize = 256, SecondsPerRow = 1e-5, SecondsPerUpdate = 1e-5 };
        int slow = (model with { Link = ClusterLink.Ethernet }).LargestUseful();
        int fast = (model with { Link = ClusterLink.InfiniBand }).LargestUseful();
        int more = (model with { Link = ClusterLink.InfiniBand, SecondsPerRow = 1e-3 }).LargestUseful();
        Assert.True(slow < fast && fast < more && more == 64, $"{slow}, {fast}, {more}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void More_ranks_than_shards_there_are_not(int ranks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Model(1000, 8).At(ranks));

    // DEEPTRAIN_ACCEPT_SNAPSHOTS=1 writes the tables anew.
    [Fact]
    public void The_page_shows_what_the_model_says()
    {
        const string Begin = "<!-- plan -->\n", End = "<!-- end of plan -->";
        string path = Repository.PathOf("src", "DeepTrain.Distributed", "CLUSTER.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("DEEPTRAIN_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, page[..begin] + Plan.Text() + page[end..]);
            return;
        }
        Assert.Equal(Plan.Text(), page[begin..end]);
    }

    private static ScalingModel Model(int numbers, int shards) => new()
    {
        Numbers = numbers, BatchSize = 64, Shards = shards, SecondsPerRow = 1e-3, SecondsPerUpdate = 2e-3,
        Link = ClusterLink.SharedMemory,
    };
}
