using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace DeepTrain.Package.Tests;

/// <summary>The sample's page, published as its readers publish it, in a browser without a window where there is one.</summary>
public sealed class BrowserTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string? Browser = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task The_page_trains_digits_and_reads_what_is_drawn()
    {
        if (Browser is null)
        {
            output.WriteLine("There is no Chromium here: the page is not opened.");
            return;
        }

        using var patience = new CancellationTokenSource(Patience);
        string folder = Directory.CreateTempSubdirectory("deeptrain-browser-").FullName;
        try
        {
            CommandResult publish = DotNet.Run(
                Repository.PathOf("samples", "Browser"), packages: null,
                ["publish", "-c", "Release", "-o", Path.Combine(folder, "site"), "--artifacts-path", Path.Combine(folder, "artifacts")]);
            if (publish.ExitCode != 0 && publish.Errors.Any(id => id is "NU1101" or "NU1102"))
            {
                output.WriteLine("The package sources have no runtime for browsers: the page is not published.");
                return;
            }

            publish.MustSucceed();
            Assert.DoesNotContain("warning", publish.Output, StringComparison.Ordinal);

            using var site = new StaticSite(Path.Combine(folder, "site", "wwwroot"));
            using Process browser = Open(site.Address + "index.html?report", Path.Combine(folder, "profile"));
            try
            {
                Task<string> said = browser.StandardError.ReadToEndAsync(patience.Token);
                string text = await site.Report.WaitAsync(patience.Token);
                browser.Kill(entireProcessTree: true);
                string[] errors = [.. (await said).Split('\n').Where(line =>
                    line.Contains(":CONSOLE", StringComparison.Ordinal) && line.Contains("rror", StringComparison.Ordinal))];

                Assert.Empty(errors);
                Assert.Empty(site.Missing);
                output.WriteLine(text);
                JsonElement report = JsonDocument.Parse(text).RootElement;
                Assert.InRange(report.GetProperty("accuracy").GetDouble(), 0.95, 1);
                Assert.InRange(report.GetProperty("loss").GetDouble(), 0, 0.3);
                Assert.InRange(report.GetProperty("frames").GetInt32(), 50, int.MaxValue);
                // drawn on the canvas and read from it, what is given as numbers
                Assert.InRange(report.GetProperty("drawnAsGiven").GetInt32(), 19, 20);
            }
            finally
            {
                if (!browser.HasExited)
                    browser.Kill(entireProcessTree: true);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Open(string address, string profile)
    {
        var start = new ProcessStartInfo(Browser!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--enable-logging=stderr",
            $"--user-data-dir={profile}", address,
        })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Serves a folder, and takes the one report that its page posts.</summary>
    private sealed class StaticSite : IDisposable
    {
        private static readonly Dictionary<string, string> Types = new()
        {
            [".html"] = "text/html", [".js"] = "text/javascript", [".css"] = "text/css", [".wasm"] = "application/wasm",
            [".json"] = "application/json",
        };

        private readonly HttpListener _listener = new();
        private readonly TaskCompletionSource<string> _report = new();
        private readonly string _folder;

        public StaticSite(string folder)
        {
            _folder = folder;
            // a port that was free a moment ago
            var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address { get; }

        public Task<string> Report => _report.Task;

        public System.Collections.Concurrent.ConcurrentQueue<string> Missing { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext call;
                try
                {
                    call = await _listener.GetContextAsync();
                }
                catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                try
                {
                    await AnswerAsync(call);
                }
                catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
                {
                    // the browser asks no more
                }
            }
        }

        private async Task AnswerAsync(HttpListenerContext call)
        {
            using HttpListenerResponse response = call.Response;
            string path = call.Request.Url!.AbsolutePath.TrimStart('/');
            if (path == "report")
            {
                using var reader = new StreamReader(call.Request.InputStream);
                _report.TrySetResult(await reader.ReadToEndAsync());
                return;
            }

            string file = Path.GetFullPath(Path.Combine(_folder, path));
            if (!file.StartsWith(_folder, StringComparison.Ordinal) || !File.Exists(file))
            {
                Missing.Enqueue(path);
                response.StatusCode = 404;
                return;
            }

            response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
            byte[] bytes = await File.ReadAllBytesAsync(file);
            response.ContentLength64 = bytes.Length;
            await response.OutputStream.WriteAsync(bytes);
        }
    }
}
