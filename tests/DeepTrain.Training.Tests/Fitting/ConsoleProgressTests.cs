using System.Diagnostics;
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

    // What a display costs is what its pictures cost (the benchmark's verb "fit" times it): their number does not depend on the batches.
    [Fact]
    public void A_live_display_draws_ten_pictures_a_second_however_many_batches_there_are()
    {
        var writer = new StringWriter();
        var progress = new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(writer),
        }));
        var clock = Stopwatch.StartNew();
        progress.Report(new FitProgress { Phase = FitPhase.Begin, TotalSteps = 1_000_000, Epochs = 10 });
        int batches = 0;
        for (; batches < 100_000 || clock.Elapsed.TotalSeconds < 0.5; batches++)
            progress.Report(new FitProgress { Phase = FitPhase.Batch, Step = batches, TotalSteps = 1_000_000, Epochs = 10 });
        progress.Report(new FitProgress { Phase = FitPhase.End });
        double seconds = clock.Elapsed.TotalSeconds;

        const int CellsOfABar = 30;
        int pictures = writer.ToString().Count(character => character is '━' or '╌') / CellsOfABar;
        // one at the start, one at the end, and one more where a picture is written twice as its height changes
        Assert.InRange(pictures, 1, 3 + 10 * seconds);
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
