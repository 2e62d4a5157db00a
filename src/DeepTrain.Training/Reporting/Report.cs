using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>A run as a page to read in a browser, to print or to send on.</summary>
public static partial class Report
{
    /// <summary>The largest page there is, in bytes; most are a tenth of that.</summary>
    public const int MostBytes = 4 << 20;

    private const int MostMistakes = 100;

    /// <summary>
    /// Writes one HTML file that needs nothing else: no network, no script. It shows what the run looks like in words, the curves,
    /// what flows through the layers (<see cref="FitOptions.Monitor"/>), the mistakes, the checks, and the settings.
    /// </summary>
    /// <remarks>
    /// Curves are thinned out, long lists cut, and pictures made smaller, so that the page has at most <see cref="MostBytes"/> whatever the
    /// run. The file is written beside the old one first: a failure leaves that as it was.
    /// </remarks>
    /// <param name="path">The file. Its folder has to exist.</param>
    /// <param name="run">The run.</param>
    /// <param name="checks">What was checked before; null for nothing.</param>
    /// <param name="options">What else to show; null for nothing.</param>
    /// <exception cref="ArgumentException">The rows do not suit the network, or an option is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, FitResult run, CheckReport? checks = null, ReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new ReportOptions();
        if (options.Mistakes is < 0 or > MostMistakes)
            throw new ArgumentException($"Expected from 0 to {MostMistakes} Mistakes; it is {options.Mistakes}.", nameof(options));
        if (options.Rows is { } rows)
            FitChecks.CheckRows(run.Network, rows, "the rows", nameof(options));
        byte[] page = Encoding.UTF8.GetBytes(ReportPage.Compose(run, checks, options));
        AtomicFile.Write(path, stream => stream.Write(page));
    }
}
