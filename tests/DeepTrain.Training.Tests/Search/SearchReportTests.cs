using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DeepTrain.Training.Tests.Searching;

public sealed class SearchReportTests
{
    private static readonly (Dataset Training, Dataset Validation) s_rows = Rows.Labelled(80).Split(0.7, 0.3);

    [Theory]
    [MemberData(nameof(SearchTests.Kinds), MemberType = typeof(SearchTests))]
    public async Task Every_trial_is_on_the_page_with_its_settings(string kind)
    {
        SearchResult found = await Search.RunAsync(SearchTests.Options(SearchTests.Strategy(kind)), s_rows.Training, s_rows.Validation);
        string page = Write(found);
        XDocument document = Parse(page);
        Assert.Empty(document.Descendants("script"));
        foreach (string outside in (string[])["http:", "https:", "url(", "@import"])
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Curves", document.Descendants("h2").Select(title => title.Value));

        XElement table = document.Descendants("table").Single(one => one.Descendants("th").Any(head => head.Value == "seconds"));
        string[] heads = [.. table.Element("thead")!.Descendants("th").Select(head => head.Value)];
        XElement[] rows = [.. table.Element("tbody")!.Elements("tr")];
        Assert.Equal(found.Ranking.Select(trial => trial.Number), rows.Select(row => int.Parse(row.Element("th")!.Value, CultureInfo.InvariantCulture)));
        foreach ((TrialResult trial, XElement row) in found.Ranking.Zip(rows))
        {
            string[] cells = [.. row.Elements().Select(cell => cell.Value)];
            Assert.Equal(heads.Length, cells.Length);
            foreach ((string name, string value) in found.SettingsOf(trial).All)
                Assert.Equal(value, cells[Array.IndexOf(heads, name)]);
        }
        // the picture of each setting has a point or a cross for every trial
        string[] points = [.. document.Descendants("path").Where(path => path.Attribute("class")?.Value == "dots").Select(path => path.Attribute("d")!.Value)];
        Assert.Equal(6, points.Length);
        int drawn = document.Descendants("path").Where(path => path.Attribute("class")?.Value is "dots" or "dots good" or "crosses")
            .Sum(path => path.Attribute("d")!.Value.Count(character => character == 'M'));
        Assert.Equal(6 * found.Trials.Count, drawn);
        foreach (string number in points.SelectMany(path => path.Split(['M', ' ', 'h'], StringSplitOptions.RemoveEmptyEntries)))
            Assert.InRange(double.Parse(number, CultureInfo.InvariantCulture), 0, 560);
    }

    [Fact]
    public async Task Six_hundred_trials_make_a_page_below_two_megabytes_and_none_at_all_a_page()
    {
        using var folder = new TemporaryFolder();
        SearchOptions options = SearchTests.Options(Strategies.Random(600)) with
        {
            Training = new() { Epochs = 60, Metrics = [Metrics.Accuracy, Metrics.F1()] }, Parallel = 2,
            Networks = [Candidate.Of<PlainClassifier>(), Candidate.Of<PlainClassifier>("</td><script>alert('x')</script>")],
        };
        SearchResult found = await Search.RunAsync(options, Rows.Labelled(24), Rows.Labelled(12, 2));
        Assert.Equal(600, found.Trials.Count);
        string page = Write(found);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 200_000, 2_000_000);
        Assert.Empty(Parse(page).Descendants("script"));

        using var at_once = new CancellationTokenSource();
        at_once.Cancel();
        Assert.Contains("none has a score", Write(await Search.RunAsync(options, Rows.Labelled(24), Rows.Labelled(12, 2), at_once.Token)), StringComparison.Ordinal);
        SearchResult broken = await Search.RunAsync(
            options with { Strategy = Strategies.Random(20), Space = new() { LearningRate = Space.LogUniform(1e20f, 1e30f) } }, Rows.Labelled(24), Rows.Labelled(12, 2));
        Assert.Contains("All trials diverged", Write(broken), StringComparison.Ordinal);
    }

    private static string Write(SearchResult found)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "search.html");
        Report.Write(path, found);
        return File.ReadAllText(path);
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
