using System.Diagnostics;
using System.Xml.Linq;
using StbImageSharp;

namespace DeepTrain.Training.Tests.Pages;

/// <summary>
/// Reports in Chromium, where there is one: loaded without an error, in the light and in the dark. Elsewhere they are read by a parser.
/// With <c>DEEPTRAIN_PAGES=folder</c> pages and screenshots are kept there, to be looked at.
/// </summary>
public sealed class ReportBrowserTests(ITestOutputHelper report)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_browser_shows_every_kind_of_run_without_an_error_in_the_light_and_in_the_dark()
    {
        using var own = new TemporaryFolder();
        string kept = Environment.GetEnvironmentVariable("DEEPTRAIN_PAGES") ?? "";
        bool isKept = kept.Length > 0;
        string folder = isKept ? Directory.CreateDirectory(kept).FullName : own.Path;
        string? browser = Find();
        if (browser == null)
            report.WriteLine("There is no Chromium here: pages are parsed, not shown.");
        foreach ((string name, INetwork network, float rate, string[] words) in RunPages.All())
        {
            string path = Path.Combine(folder, $"{name}.html");
            await File.WriteAllTextAsync(path, RunPages.Page(network, rate, new SanityOptions { TinySteps = 50 }));
            if (browser == null)
            {
                Assert.NotEmpty(XDocument.Load(path).Descendants("svg"));
                continue;
            }
            if (name == "good")
            {
                string shown = await RunAsync(browser, own.Path, "--dump-dom", path);
                Assert.All(words, its => Assert.Contains(its, shown, StringComparison.Ordinal));
            }
            // one sheet of styles: one page in the dark will do, unless they are to be looked at
            foreach (bool isDark in isKept || name == "good" ? (bool[])[false, true] : [false])
            {
                string picture = Path.Combine(folder, $"{name}-{(isDark ? "dark" : "light")}.png");
                await RunAsync(
                    browser, own.Path, $"--screenshot={picture}", $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
                    "--window-size=1300,2600", path);
                Check(picture, isDark);
            }
        }
    }

    // Mostly page, and something on it that is not.
    private static void Check(string path, bool isDark)
    {
        ImageResult picture = ImageResult.FromMemory(File.ReadAllBytes(path), ColorComponents.Grey);
        double mean = picture.Data.Average(pixel => (double)pixel);
        double ink = picture.Data.Count(pixel => isDark ? pixel > 160 : pixel < 100) / (double)picture.Data.Length;
        Assert.InRange(mean, isDark ? 15 : 200, isDark ? 70 : 255);
        Assert.InRange(ink, 0.005, 0.3);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    private static async Task<string> RunAsync(string browser, string profile, params string[] arguments)
    {
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])
            [
                // no sandbox: tests may run as root, and the page is our own; no name is resolved, so that nothing could be loaded
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
                $"--user-data-dir={Path.Combine(profile, "profile")}", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
                "--hide-scrollbars", .. arguments[..^1], new Uri(arguments[^1]).AbsoluteUri,
            ])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token), errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        string said = await errors;
        Assert.True(process.ExitCode == 0, said);
        // what a page does wrong is on its console
        Assert.DoesNotContain("CONSOLE", said, StringComparison.Ordinal);
        return await output;
    }
}
