using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace DeepTrain.Training.Tests.Fitting;

public sealed class ConsoleProgressTests
{
    [Fact]
    public void Plain_lines_are_few_and_have_no_control_characters()
    {
        var writer = new StringWriter { NewLine = "\n" };
        FitResult run = Trainer.Fit(new Classifier(1), Rows.Labelled(64), new FitOptions
        {
            Epochs = 200, Validation = Rows.Labelled(20, 2), Metrics = [Metrics.Accuracy], Progress = ConsoleProgress.Plain(writer),
        });
        string text = writer.ToString();
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.StartsWith("epoch 1/200: loss ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("epoch 200/200: loss ", lines[^2], StringComparison.Ordinal);
        Assert.Contains("accuracy", lines[^2], StringComparison.Ordinal);
        Assert.Equal("done after 400 updates", lines[^1]);
        // two a second at most
        Assert.InRange(lines.Length, 3, 4 + 2 * run.History.Sum(epoch => epoch.Seconds + 0.05));
    }

    [Fact]
    public void Tests_have_no_terminal_and_get_plain_lines()
    {
        if (Console.IsOutputRedirected)
            Assert.Equal(ConsoleProgress.Plain().GetType(), ConsoleProgress.Auto().GetType());
    }

    // Of a processor, whatever else runs on it: the drawing thread's own time, and that of the thread that trains within reports.
    [Fact]
    public void A_live_display_takes_less_than_a_hundredth_of_the_time()
    {
        var progress = new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(new StringWriter()),
        }));
        var epoch = new EpochRecord
        {
            Epoch = 0, Steps = 1, Rows = 1, TrainingLoss = 1, LearningRate = 1, Seconds = 1, Metrics = [],
        };
        progress.Report(new FitProgress { Phase = FitPhase.Begin, TotalSteps = 1_000_000, Epochs = 10 });
        try
        {
            progress.Report(new FitProgress { Phase = FitPhase.Epoch, TotalSteps = 1_000_000, Epochs = 10, Record = epoch, MetricNames = [] });
            // the first pictures are compiled
            Thread.Sleep(700);
            var reports = new List<double>();
            TimeSpan? before = DrawingTime();
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalSeconds < 2)
            {
                const int Batches = 1000;
                long start = Stopwatch.GetTimestamp();
                for (int batch = 0; batch < Batches; batch++)
                    progress.Report(new FitProgress { Phase = FitPhase.Batch, Step = batch, TotalSteps = 1_000_000, Epochs = 10 });
                reports.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Batches);
                Thread.Sleep(50);
            }
            // of batches of a hundred microseconds; the median, as others may need the processor
            Assert.InRange(reports.Order().ElementAt(reports.Count / 2), 0, 1);
            if (before is { } then)
                Assert.InRange((DrawingTime()!.Value - then) / clock.Elapsed, 0, 0.01);
        }
        finally
        {
            progress.Report(new FitProgress { Phase = FitPhase.End });
        }
    }

    // Null where a system does not tell it.
    private static TimeSpan? DrawingTime()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        long nanoseconds = 0;
        foreach (string thread in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                // the system keeps 15 letters of a name
                if (File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd() == "DeepTrain progress"[..15])
                    nanoseconds += long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // a thread that has just ended
            }
        }
        return TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
    }

    [Fact]
    public void A_terminal_has_its_cursor_again_after_the_end_and_after_an_error()
    {
        foreach (bool fails in new[] { false, true })
        {
            var writer = new StringWriter();
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(writer),
            });
            var options = new FitOptions
            {
                Epochs = 30, Progress = new LiveProgress(console),
                Callbacks = [new CallbackOf
                {
                    Epoch = (_, epoch) =>
                    {
                        if (fails && epoch.Epoch == 20)
                            throw new TimeoutException();
                    },
                }],
            };
            if (fails)
                Assert.Throws<TimeoutException>(() => Trainer.Fit(new Classifier(1), Rows.Labelled(64), options));
            else
                Trainer.Fit(new Classifier(1), Rows.Labelled(64), options);

            string text = writer.ToString();
            Assert.True(text.LastIndexOf("\e[?25h", StringComparison.Ordinal) > text.LastIndexOf("\e[?25l", StringComparison.Ordinal));
            Assert.Contains(fails ? "ended by an error" : "done after 60 updates", text, StringComparison.Ordinal);
        }
    }
}
