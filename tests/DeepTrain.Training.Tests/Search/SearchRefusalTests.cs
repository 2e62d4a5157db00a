namespace DeepTrain.Training.Tests.Searching;

/// <summary>What cannot be searched is refused before anything is written.</summary>
public sealed class SearchRefusalTests
{
    private static readonly (Dataset Training, Dataset Validation) s_rows = Rows.Labelled(80).Split(0.7, 0.3);

    [Fact]
    public void Ranges_that_are_none_are_refused()
    {
        Func<Axis>[] bad =
        [
            () => Space.LogUniform(0, 1), () => Space.LogUniform(-1, 1), () => Space.LogUniform(1, 0.1f), () => Space.LogUniform(1, 1),
            () => Space.LogUniform(float.NaN, 1), () => Space.LogUniform(1, float.PositiveInfinity), () => Space.Uniform(2, 2),
            () => Space.Uniform(2, 1), () => Space.Uniform(float.NegativeInfinity, 1), () => Space.Integer(3, 3), () => Space.Integer(4, 3),
            () => Space.LogInteger(0, 3), () => Space.LogInteger(-2, 3), () => Space.Choice<int>(), () => Space.Choice(1, 2, 1),
            () => Space.Choice<Schedule>(Schedules.Cosine(), null!),
        ];
        foreach (Func<Axis> range in bad)
            Assert.Contains("xpected", Assert.Throws<ArgumentException>(range).Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 0.1", Assert.Throws<ArgumentException>(() => Space.LogUniform(1, 0.1f)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.Random(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.Grid(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.CoarseToFine(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.CoarseToFine(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.Halving(9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Strategies.Bayesian(9, 0));
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "no network", "at least one class in Networks" },
        { "two of a name", "\"Classifier\" is there twice" },
        { "no worker", "Parallel of at least 1; it is 0" },
        { "nothing varies", "something to vary" },
        { "negative rate", "Space.LearningRate of at least 0" },
        { "empty batch", "Space.BatchSize of at least 1" },
        { "name twice", "\"network\"" },
        { "validation", "no Validation in Training" },
        { "steps", "no Steps in Training" },
        { "checkpoint", "no Checkpoint in Training" },
        { "callbacks", "no Callbacks in Training" },
        { "objective", "Objective among Training.Metrics" },
        { "coarse epochs", "at most 9 coarse epochs" },
        { "least epochs", "at most 9 least epochs" },
        { "huge grid", "a grid of at most 1000000 trials" },
        { "epochs", "Epochs of at least 1" },
        { "logger", "IRunLogger" },
        { "other rows", "Expected rows of 8 inputs" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_does_not_suit_is_named_and_nothing_is_written(string what, string named)
    {
        using var folder = new TemporaryFolder();
        string own = Path.Combine(folder.Path, "search");
        SearchOptions good = SearchTests.Options(Strategies.Random(3)) with { Directory = own };
        SearchOptions options = what switch
        {
            "no network" => good with { Networks = [] },
            "two of a name" => good with { Networks = [Candidate.Of<Classifier>(), Candidate.Of<Classifier>()] },
            "no worker" => good with { Parallel = 0 },
            "nothing varies" => good with { Networks = [Candidate.Of<Classifier>()], Space = new() { BatchSize = Space.Choice(8) } },
            "negative rate" => good with { Space = new() { LearningRate = Space.Uniform(-1, 1) } },
            "empty batch" => good with { Space = new() { BatchSize = Space.Choice(8, 0, 16) } },
            "name twice" => good with { Space = new() { Others = new Dictionary<string, Axis> { ["network"] = Space.Integer(1, 3) } } },
            "validation" => good with { Training = good.Training with { Validation = s_rows.Validation } },
            "steps" => good with { Training = good.Training with { Steps = 3 } },
            "checkpoint" => good with { Training = good.Training with { Checkpoint = new(folder.Path) } },
            "callbacks" => good with { Training = good.Training with { Callbacks = [new CallbackOf()] } },
            "objective" => good with { Objective = Metrics.R2 },
            "coarse epochs" => good with { Strategy = Strategies.CoarseToFine(4, 10) },
            "least epochs" => good with { Strategy = Strategies.Halving(4, leastEpochs: 10) },
            "huge grid" => good with { Strategy = Strategies.Grid(1000) },
            "epochs" => good with { Training = good.Training with { Epochs = 0 } },
            "logger" => good with { Training = good.Training with { Loggers = [new CallbackOf()] } },
            _ => good,
        };
        Dataset training = what == "other rows" ? Rows.Labelled(40, inputs: 5) : s_rows.Training;
        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => Search.RunAsync(options, training, s_rows.Validation));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("range")]
    [InlineData("strategy")]
    [InlineData("rows")]
    [InlineData("network")]
    [InlineData("epochs")]
    public async Task Trials_of_another_search_are_left_as_they_are(string differs)
    {
        using var folder = new TemporaryFolder();
        SearchOptions options = SearchTests.Options(Strategies.Random(3)) with { Directory = folder.Path };
        await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        string[] before = Content(folder.Path);
        SearchOptions other = differs switch
        {
            "seed" => options with { Seed = 99 },
            "range" => options with { Space = options.Space with { LearningRate = Space.LogUniform(1e-4f, 11) } },
            "strategy" => options with { Strategy = Strategies.Bayesian(3) },
            "network" => options with { Networks = [Candidate.Of<PlainClassifier>(), Candidate.Of<Classifier>()] },
            "epochs" => options with { Training = options.Training with { Epochs = 10 } },
            _ => options,
        };
        Dataset training = differs == "rows" ? Rows.Labelled(56, seed: 2) : s_rows.Training;
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Search.RunAsync(other, training, s_rows.Validation));
        Assert.Contains("search.json", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Content(folder.Path));
        // more trials are no other search
        SearchResult more = await Search.RunAsync(options with { Strategy = Strategies.Random(5) }, s_rows.Training, s_rows.Validation);
        Assert.Equal(5, more.Trials.Count);
    }

    [Fact]
    public async Task Damaged_logs_are_named_and_half_a_line_is_none()
    {
        using var folder = new TemporaryFolder();
        SearchOptions options = SearchTests.Options(Strategies.Random(4)) with { Directory = folder.Path };
        SearchResult found = await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        string log = Directory.GetFiles(folder.Path, "*.jsonl").Single(), whole = File.ReadAllText(log);

        // a writer that died: its trial is done again
        File.WriteAllText(log, whole[..^20]);
        SearchResult again = await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        Assert.Equal(SearchTests.Lines(found), SearchTests.Lines(again));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.jsonl").Length);

        foreach (string hostile in (string[])
            [
                "{}", "null", "[1]", "not json", "{\"number\":0", whole.Split('\n')[0].Replace("\"number\":", "\"number\":-1"),
                whole.Split('\n')[0].Replace("\"foldScores\":[", "\"foldScores\":null,\"x\":["), whole.Split('\n')[0].Replace("\"values\":[", "\"values\":[7,"),
                new string('[', 100_000), new string('x', 2_000_000), "\0\0\0\0",
            ])
        {
            File.WriteAllText(log, hostile + "\n" + whole);
            var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Search.RunAsync(options, s_rows.Training, s_rows.Validation));
            Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        }
        File.WriteAllText(log, whole);
        File.WriteAllText(Path.Combine(folder.Path, "search.json"), "[\"hostile\"]");
        await Assert.ThrowsAsync<InvalidDataException>(() => Search.RunAsync(options, s_rows.Training, s_rows.Validation));
        File.Delete(Path.Combine(folder.Path, "search.json"));
        await Assert.ThrowsAsync<InvalidDataException>(() => Search.RunAsync(options, s_rows.Training, s_rows.Validation));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_had_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("file", "text");
        SearchOptions options = SearchTests.Options(Strategies.Random(4));
        foreach (string bad in (string[])[file, Path.Combine(file, "search")])
        {
            var refused = await Assert.ThrowsAnyAsync<IOException>(
                () => Search.RunAsync(options with { Directory = bad }, s_rows.Training, s_rows.Validation));
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal("text", File.ReadAllText(file));
        if (!OperatingSystem.IsLinux())
            return;
        // where nobody may create anything, whoever runs this
        Exception denied = await Assert.ThrowsAnyAsync<Exception>(
            () => Search.RunAsync(options with { Directory = "/proc/1/deeptrain-search" }, s_rows.Training, s_rows.Validation));
        Assert.True(denied is IOException or UnauthorizedAccessException, denied.ToString());
        Assert.Contains("/proc/1", denied.Message, StringComparison.Ordinal);
    }

    private static string[] Content(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order()
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} {File.ReadAllText(path)}")];
}
