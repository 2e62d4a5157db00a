using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

public static partial class Report
{
    /// <summary>
    /// Writes a search as one HTML file that needs nothing else: what it teaches in words, the best trials, all curves, the
    /// score against each setting, which settings matter, and every trial in a table that can be copied.
    /// </summary>
    /// <remarks>
    /// Curves are thinned out and long tables cut, so that the page has at most <see cref="MostBytes"/>; 600 trials have
    /// less than half of it. The file is written beside the old one first: a failure leaves that as it was.
    /// </remarks>
    /// <param name="path">The file. Its folder has to exist.</param>
    /// <param name="found">The search.</param>
    /// <param name="title">What stands above it; null for "Search".</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, SearchResult found, string? title = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(found);
        byte[] page = Encoding.UTF8.GetBytes(SearchPage.Compose(found, title ?? "Search"));
        AtomicFile.Write(path, stream => stream.Write(page));
    }
}
