using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Searching;

/// <summary>A search by ranks that are threads: how it ends, in order and otherwise.</summary>
public sealed class SharedSearchTests
{
    [Theory]
    [InlineData("random", 1, 4)]
    [InlineData("bayesian", 2, 3)]
    [InlineData("halving", 1, 1)]
    public void Any_number_of_ranks_and_workers_gives_the_trials_of_one_process(string variant, int parallel, int ranks)
    {
        string[] expected = SearchTask.Lines(SearchTask.Alone(variant));
        var lines = new string[ranks][];
        ThreadCommunicator.Run(ranks, communicator => lines[communicator.Rank] =
            SearchTask.Lines(SearchTask.Run(SearchTask.Options(variant) with { Parallel = parallel }, communicator)));
        Assert.All(lines, its => Assert.Equal(expected, its));
    }

    [Fact]
    public void A_search_of_one_process_is_gone_on_with_by_ranks_and_the_other_way_round()
    {
        using var folder = new TemporaryFolder();
        SearchOptions options = SearchTask.Options("random", folder.Path);
        using var source = new CancellationTokenSource();
        SearchOptions ended = options with { Progress = new Counting(3, source.Cancel) };
        SearchResult first = SearchTask.Run(ended, Communicator.Alone(), source.Token);
        Assert.Equal(StopReason.Cancelled, first.Stopped);
        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        ThreadCommunicator.Run(3, communicator => Assert.Equal(expected, SearchTask.Lines(SearchTask.Run(options, communicator))));
        Assert.Equal(SearchTask.Trials, Directory.GetFiles(folder.Path, "*.jsonl").Sum(log => File.ReadAllLines(log).Length));
        Assert.Equal(expected, SearchTask.Lines(SearchTask.Run(options, Communicator.Alone())));
    }

    [Fact]
    public void Cancelled_on_one_rank_it_ends_on_all()
    {
        for (int rank = 0; rank < 3; rank++)
        {
            var stopped = new StopReason[3];
            int canceller = rank;
            ThreadCommunicator.Run(3, communicator =>
            {
                using var source = new CancellationTokenSource();
                SearchOptions options = SearchTask.Options("random");
                options = options with { Configure = (_, fit) =>
                {
                    if (communicator.Rank == canceller)
                        source.Cancel();
                    return fit with { Epochs = 1_000_000 };
                } };
                stopped[communicator.Rank] = SearchTask.Run(Endless(options), communicator, source.Token).Stopped;
            });
            Assert.All(stopped, its => Assert.Equal(StopReason.Cancelled, its));
        }
    }

    [Fact]
    public void An_error_of_rank_0_ends_all_others_and_is_told_to_them()
    {
        AggregateException failed = Assert.Throws<AggregateException>(() => ThreadCommunicator.Run(3, communicator => SearchTask.Run(
            Endless(SearchTask.Options("random")) with
            {
                Configure = (_, fit) => communicator.Rank == 0 ? throw new TimeoutException("no more") : fit,
            }, communicator)));
        Assert.Equal(
            ["DistributedException", "DistributedException", "TimeoutException"], failed.InnerExceptions.Select(error => error.GetType().Name).Order());
        Assert.Equal(2, failed.InnerExceptions.Count(error => error.Message == "Rank 0 has failed: TimeoutException: no more"));
    }

    // A fit would end all: of a search the others are able to go on.
    [Fact]
    public void An_error_of_another_rank_leaves_its_trials_to_the_others()
    {
        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        ThreadCommunicator.Run(3, communicator =>
        {
            SearchOptions options = SearchTask.Options("random") with
            {
                Configure = (_, fit) =>
                {
                    if (communicator.Rank == 1)
                        throw new TimeoutException("no more");
                    // rank 1 comes to a trial too
                    Thread.Sleep(50);
                    return fit;
                },
            };
            if (communicator.Rank == 1)
                Assert.Equal("no more", Assert.Throws<TimeoutException>(() => SearchTask.Run(options, communicator)).Message);
            else
                Assert.Equal(expected, SearchTask.Lines(SearchTask.Run(options, communicator)));
        });
    }

    [Fact]
    public void A_rank_that_would_search_something_else_says_so_and_the_others_go_on()
    {
        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        ThreadCommunicator.Run(3, communicator =>
        {
            SearchOptions options = SearchTask.Options("random");
            if (communicator.Rank == 2)
            {
                var wrong = Assert.Throws<ArgumentException>(() => SearchTask.Run(options with { Seed = 7 }, communicator));
                Assert.Equal("Expected the same search on all ranks; rank 0 has Seed \"2\", rank 2 \"7\".", wrong.Message);
            }
            else
                Assert.Equal(expected, SearchTask.Lines(SearchTask.Run(options, communicator)));
        });
    }

    [Fact]
    public void A_folder_of_another_search_is_refused_on_rank_0_and_told_to_all()
    {
        using var folder = new TemporaryFolder();
        SearchTask.Run(SearchTask.Options("random", folder.Path), Communicator.Alone());
        AggregateException failed = Assert.Throws<AggregateException>(() => ThreadCommunicator.Run(
            2, communicator => SearchTask.Run(SearchTask.Options("random", folder.Path) with { Seed = 7 }, communicator)));
        Assert.Equal(["DistributedException", "InvalidDataException"], failed.InnerExceptions.Select(error => error.GetType().Name).Order());
        Assert.All(failed.InnerExceptions, error => Assert.Contains("expected trials of a search with Seed", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rank_that_falls_silent_frees_its_trial()
    {
        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        using var isOver = new ManualResetEventSlim();
        ThreadCommunicator.Run(2, communicator =>
        {
            if (communicator.Rank == 0)
            {
                Assert.Equal(expected, SearchTask.Lines(SearchTask.Run(SearchTask.Options("random"), communicator)));
                isOver.Set();
                return;
            }
            // takes what nobody has yet, and is not heard of again
            IRankChannel channel = communicator.OpenChannel(0);
            channel.Send(TrialMessage.Of(TrialRequest.Claim, SearchTask.Trials - 1).ToBytes());
            Assert.True(isOver.Wait(TimeSpan.FromMinutes(5)));
            Assert.Equal((byte)TrialReply.Done, TrialMessage.Read(channel.TryReceive()!).Kind);
        }, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_rank_that_waits_for_rank_0_in_vain_says_so()
    {
        ThreadCommunicator.Run(2, communicator =>
        {
            if (communicator.Rank == 1)
            {
                var silent = Assert.Throws<DistributedException>(() => SearchTask.Run(SearchTask.Options("random"), communicator));
                Assert.Equal([0], silent.Ranks);
                Assert.Contains("did not answer within 0.3 s", silent.Message, StringComparison.Ordinal);
            }
        }, TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public void A_store_of_the_callers_own_is_refused()
    {
        using var desk = new TrialDesk(null);
        SearchOptions options = SearchTask.Options("random") with { Store = new ServedTrials(Communicator.Alone(), desk) };
        Assert.Contains("Expected no Store", Assert.Throws<ArgumentException>(
            () => SearchTask.Run(options, Communicator.Alone())).Message, StringComparison.Ordinal);
    }

    // trials that do not end by themselves
    private static SearchOptions Endless(SearchOptions options) =>
        options with { Training = options.Training with { Epochs = 1_000_000 } };

    private sealed class Counting(int reports, Action then) : IProgress<SearchProgress>
    {
        private int _reports;

        public void Report(SearchProgress value)
        {
            if (++_reports == reports)
                then();
        }
    }
}
