using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DeepTrain.Training.Tests.Pages;

public sealed class ReportTests
{
    [Fact]
    public void Reports_of_a_good_a_high_a_low_rate_and_of_dead_units_say_so()
    {
        foreach ((string name, INetwork network, float rate, string[] words) in RunPages.All())
        {
            string page = Words(RunPages.Page(network, rate));
            Assert.All(words, its => Assert.True(page.Contains(its, StringComparison.Ordinal), $"{name}: {its} in {page}"));
        }
    }

    [Fact]
    public void A_page_is_well_formed_has_no_script_and_asks_for_nothing_else()
    {
        string page = RunPages.Page(new Watching.Mild(1), 0.01f, new SanityOptions { TinySteps = 50 });
        XDocument document = Parse(page);
        Assert.Empty(document.Descendants("script"));
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute =>
            attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            || (attribute.Name.LocalName is "src" or "href" && !attribute.Value.StartsWith("data:", StringComparison.Ordinal)));
        foreach (string outside in (string[])["http:", "https:", "url(", "@import"])
            Assert.DoesNotContain(outside, page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["Curves", "Layers", "Mistakes", "Checks", "Settings", "Declaration"], document.Descendants("h2").Select(title => title.Value));
        // layers by looks
        Assert.Equal(3 * 6, document.Descendants("svg").Count(svg => svg.Attribute("class")?.Value == "histogram"));
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_place_in_a_picture_is_a_finite_number_within_it()
    {
        XDocument document = Parse(RunPages.Page(new Watching.Mild(1), 0.01f));
        string[] coordinates = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy"];
        foreach (XAttribute place in document.Descendants("svg").Descendants().Attributes().Where(one => coordinates.Contains(one.Name.LocalName)))
            Assert.InRange(double.Parse(place.Value, System.Globalization.CultureInfo.InvariantCulture), -1, 600);
        foreach (XAttribute path in document.Descendants("svg").Descendants("path").Attributes("d"))
        {
            foreach (string number in path.Value.Split(['M', 'L', 'H', 'V', 'Z', ' '], StringSplitOptions.RemoveEmptyEntries))
                Assert.InRange(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture), -1, 600);
        }
    }

    [Theory]
    [InlineData(0.01, 0.01)]
    [InlineData(1e-6, 1e-6)]
    [InlineData(10_000, 10_000)]
    [InlineData(-3, -3)]
    [InlineData(0, 0)]
    [InlineData(1.09861, 1.09864)]
    [InlineData(0.5, 100_000)]
    [InlineData(123_456, 123_460)]
    public void Numbers_along_an_axis_differ(double least, double largest)
    {
        var axis = new PlotAxis([least, largest]);
        string[] texts = [.. axis.Ticks(5).Select(tick => axis.Text(tick, 5))];
        Assert.InRange(texts.Length, 2, 12);
        Assert.Equal(texts.Length, texts.Distinct().Count());
        // each says where it lies, and what is shown lies well within
        Assert.All(axis.Ticks(5).Zip(texts), tick => Assert.Equal(
            axis.Place(tick.First)!.Value, axis.Place(double.Parse(tick.Second, System.Globalization.CultureInfo.InvariantCulture))!.Value, 0.02));
        if (least == largest && least != 0)
            Assert.Equal(0.5, axis.Place(least)!.Value, 1e-9);
    }

    [Fact]
    public void Names_from_outside_are_text_and_never_markup()
    {
        const string Evil = "</td><script>alert('x')</script>&\u0007\u202E\"";
        var options = new DatasetOptions { ClassNames = [Evil, "b", "c"], InputNames = [.. Enumerable.Range(0, 8).Select(input => $"{Evil}{input}")] };
        Dataset data = Dataset.FromArrays(Rows.Numbers(8 * 60, 1), [.. Enumerable.Range(0, 60).Select(row => row % 3)], options);
        FitResult run = Trainer.Fit(new Watching.Mild(1), data, new FitOptions { Epochs = 4, Validation = data });
        string page = RunPages.Write(run, options: new ReportOptions { Title = Evil });
        XDocument document = Parse(page);
        Assert.Empty(document.Descendants("script"));
        Assert.Contains("<script>", document.Descendants("h1").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
    }

    [Fact]
    public void Mistakes_in_images_are_shown_as_pictures()
    {
        Dataset data = Dataset.FromArrays(
            Rows.Numbers(36 * 90, 3), [.. Enumerable.Range(0, 90).Select(row => row % 3)], new() { InputShape = [1, 6, 6] });
        FitResult run = Trainer.Fit(new Checking.Pictures(1), data, new FitOptions { Epochs = 1, Validation = data });
        XDocument document = Parse(RunPages.Write(run, options: new ReportOptions { Mistakes = 5 }));
        XElement[] pictures = [.. document.Descendants("img")];
        Assert.Equal(5, pictures.Length);
        foreach (XElement picture in pictures)
        {
            byte[] png = Convert.FromBase64String(picture.Attribute("src")!.Value["data:image/png;base64,".Length..]);
            PngChunks.Check("picture", png);
            StbImageSharp.ImageResult image = StbImageSharp.ImageResult.FromMemory(png, StbImageSharp.ColorComponents.Grey);
            Assert.Equal((6, 6), (image.Width, image.Height));
            Assert.Equal((0, 255), (image.Data.Min(), image.Data.Max()));
        }
        Assert.Equal(90, document.Descendants("td").Where(cell => cell.Attribute("class")?.Value.StartsWith("heat", StringComparison.Ordinal) == true)
            .Sum(cell => int.Parse(cell.Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_worst_mistakes_come_first()
    {
        Dataset data = Rows.Labelled(300);
        FitResult run = Trainer.Fit(new Watching.Mild(1), data, new FitOptions { Epochs = 2, Validation = data });
        float[] outputs = new float[300 * 3];
        Batch all = Rows.Whole(data);
        run.Network.Predict(all.Inputs, outputs);
        int[] expected = [.. Enumerable.Range(0, 300)
            .Where(row => Enumerable.Range(0, 3).MaxBy(label => outputs[row * 3 + label]) != data.Labels[row])
            .OrderBy(row => outputs[row * 3 + data.Labels[row]]).Take(10)];
        XElement table = Parse(RunPages.Write(run, options: new ReportOptions { Mistakes = 10 })).Descendants("table")
            .Single(one => one.Descendants("th").First().Value == "row");
        Assert.Equal(expected, table.Descendants("tr").Skip(1).Select(
            row => int.Parse(row.Element("td")!.Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_page_stays_small_however_long_and_wide_and_deep_the_run(bool isDeep)
    {
        var names = new DatasetOptions
        {
            ClassNames = [.. Enumerable.Range(0, 300).Select(label => new string('n', 500) + label)],
            InputNames = [.. Enumerable.Range(0, 8).Select(input => new string('i', 500) + input)],
        };
        Dataset data = Dataset.FromArrays(Rows.Numbers(8 * 300, 1), [.. Enumerable.Range(0, 300)], names);
        FitResult run = Trainer.Fit<INetwork>(isDeep ? new Deep(1) : new Wide(1), data, new FitOptions
        {
            Epochs = isDeep ? 200 : 1000, BatchSize = 300, Validation = data, Monitor = new() { Rows = 8 }, DivergenceFactor = 1e9,
        });
        string page = RunPages.Write(run, options: new ReportOptions { Mistakes = 100, Title = new string('t', 10_000) });
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 10_000, Report.MostBytes / 4);
        Parse(page);
    }

    [Fact]
    public void Large_pictures_and_many_mistakes_stay_within_the_bound()
    {
        // noise, which no format makes smaller
        Dataset data = Dataset.FromArrays(
            Rows.Numbers(3 * 64 * 64 * 120, 3), [.. Enumerable.Range(0, 120).Select(row => row % 3)], new() { InputShape = [3, 64, 64] });
        FitResult run = Trainer.Fit(new LargePictures(1), data, new FitOptions { Epochs = 1, Validation = data });
        string page = RunPages.Write(run, options: new ReportOptions { Mistakes = 100 });
        Assert.InRange(Parse(page).Descendants("img").Count(), 40, 100);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 500_000, Report.MostBytes);
    }

    [Fact]
    public void A_failure_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("report.html", "old");
        FitResult run = Trainer.Fit(new Watching.Mild(1), Rows.Labelled(40), new FitOptions { Epochs = 1 });
        Assert.Throws<ArgumentException>(() => Report.Write(path, run, options: new() { Mistakes = -1 }));
        Assert.Throws<ArgumentException>(() => Report.Write(path, run, options: new() { Rows = Rows.Numbered(4) }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Throws<DirectoryNotFoundException>(() => Report.Write(Path.Combine(folder.Path, "none", "r.html"), run));
        Report.Write(path, run);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Numbers_are_reported_too()
    {
        Dataset data = Rows.Numbered(100);
        FitResult run = Trainer.Fit(new Regressor(1), data, new FitOptions { Epochs = 5, Validation = data, Metrics = [Metrics.R2] });
        string page = RunPages.Write(run, options: new ReportOptions { Range = LearningRate.RangeTest<Regressor>(data) });
        Assert.Contains("Range test", Words(page), StringComparison.Ordinal);
        Assert.Contains("target", Words(page), StringComparison.Ordinal);
    }

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static string Words(string page) => string.Join(' ', Parse(page).Descendants("body").Single().DescendantNodes().OfType<XText>()
        .Select(text => text.Value));
}
