using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>How long <c>Dataset.FromCsv</c> takes, and how much memory at its peak beside that of the rows: the process is a fresh one, so
/// that its own peak tells.</summary>
internal static class CsvCost
{
    private const int Columns = 20;
    private const double Megabyte = 1 << 20;

    public static void Run(int rows)
    {
        string folder = Directory.CreateTempSubdirectory("deeptrain-csv-").FullName;
        try
        {
            string path = Path.Combine(folder, "table.csv");
            Write(path, rows);
            var options = new CsvOptions { Target = "c0" };
            // compiles what reads
            string small = Path.Combine(folder, "small.csv");
            Write(small, 2000);
            Dataset.FromCsv(small, options).Dispose();

            long before = Peak();
            long start = Stopwatch.GetTimestamp();
            using Dataset data = Dataset.FromCsv(path, options);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double size = (double)data.Rows * (data.InputSize + data.TargetSize) * sizeof(float);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{data.Rows} rows of {Columns} columns, a file of {new FileInfo(path).Length / Megabyte:F0} MB: {seconds:F2} s; in memory {size / Megabyte:F0} MB, "
                + $"at the peak {(Peak() - before) / Megabyte:F0} MB, {(Peak() - before) / size:F1} times as much"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string path, int rows)
    {
        var random = new Random(1);
        using StreamWriter writer = File.CreateText(path);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"c{column}")));
        Span<char> text = stackalloc char[32];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                if (column > 0)
                    writer.Write(',');
                (random.NextDouble() * 2000 - 1000).TryFormat(text, out int length, "F4", CultureInfo.InvariantCulture);
                writer.Write(text[..length]);
            }
            writer.WriteLine();
        }
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
