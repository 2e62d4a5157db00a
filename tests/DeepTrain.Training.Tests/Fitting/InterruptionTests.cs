using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Training.Tests.Fitting;

/// <summary>Fits in processes of their own, which are killed: what is resumed ends with the bits of what was never
/// interrupted.</summary>
public sealed class InterruptionTests
{
    // of one run there are 10 batches in each of 3 epochs
    private const int Epochs = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static readonly string[] s_results = ["best.safetensors", "last.safetensors", "history.txt"];

    [Theory]
    [InlineData("begin", "from the beginning")]
    [InlineData("batch:1", "from the beginning")]
    [InlineData("batch:2", "at epoch 1, batch 2, after 1 updates")]
    [InlineData("batch:14", "at epoch 2, batch 4, after 13 updates")]
    [InlineData("batch:20", "at epoch 2, batch 10, after 19 updates")]
    [InlineData("epoch:1", "at epoch 1, batch 11, after 10 updates")]
    [InlineData("batch:21", "at epoch 3, batch 1, after 20 updates")]
    [InlineData("batch:30", "at epoch 3, batch 10, after 29 updates")]
    [InlineData("epoch:3", "at epoch 3, batch 11, after 30 updates")]
    [InlineData("save:1", "from the beginning")]
    [InlineData("save:12", "at epoch 2, batch 1, after 10 updates")]
    public async Task A_killed_fit_goes_on_to_the_same_bits(string place, string resumed)
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.Path, "never", Epochs, every: "3600000", expectedToEnd: true, "whole");
        await RunAsync(folder.Path, place, Epochs, every: "0", expectedToEnd: false, "killed");
        string output = await RunAsync(folder.Path, "never", Epochs, every: "0", expectedToEnd: true, "killed");

        Assert.Contains(resumed, output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, character => char.IsControl(character) && character is not ('\n' or '\r'));
        AssertSame(folder.Path);
    }

    [Fact]
    public async Task Killed_anywhere_again_and_again_it_ends_with_the_same_bits()
    {
        const int ManyEpochs = 150;
        using var folder = new TemporaryFolder();
        await RunAsync(folder.Path, "never", ManyEpochs, every: "3600000", expectedToEnd: true, "whole");
        var random = new Random(1);
        string checkpoint = Path.Combine(folder.Path, "killed", "checkpoint.deeptrain");
        for (int kill = 0; kill < 6; kill++)
        {
            using Process process = Start(folder.Path, "never", ManyEpochs, "0", "killed");
            // it writes all the time: most kills are within a write
            var clock = Stopwatch.StartNew();
            DateTime before = File.GetLastWriteTimeUtc(checkpoint);
            while (File.GetLastWriteTimeUtc(checkpoint) == before && !process.HasExited && clock.Elapsed < s_patience)
                await Task.Delay(5);
            await Task.Delay(random.Next(60));
            process.Kill();
            await process.WaitForExitAsync();
        }
        await RunAsync(folder.Path, "never", ManyEpochs, every: "1000", expectedToEnd: true, "killed");
        AssertSame(folder.Path);
    }

    [Fact]
    public async Task A_fit_that_is_prolonged_goes_on_from_its_end()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder.Path, "never", 5, every: "3600000", expectedToEnd: true, "whole");
        await RunAsync(folder.Path, "never", 2, every: "3600000", expectedToEnd: true, "killed");
        string output = await RunAsync(folder.Path, "never", 5, every: "3600000", expectedToEnd: true, "killed");
        Assert.Contains("at epoch 3, batch 1, after 20 updates", output, StringComparison.Ordinal);
        AssertSame(folder.Path);
        // and one that is done has nothing to do
        Assert.Contains(
            "at epoch 6, batch 1", await RunAsync(folder.Path, "never", 5, "3600000", expectedToEnd: true, "killed"), StringComparison.Ordinal);
        AssertSame(folder.Path);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_fit_with_a_result_and_it_can_be_resumed(string signal)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        using Process process = Start(folder.Path, "never", 1_000_000, "0", "killed");
        while (!File.Exists(Path.Combine(folder.Path, "killed", "checkpoint.deeptrain")) && !process.HasExited)
            await Task.Delay(5);
        using (Process sent = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await sent.WaitForExitAsync();
        using var patience = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Cancelled", await File.ReadAllTextAsync(Path.Combine(folder.Path, "killed", "history.txt")), StringComparison.Ordinal);
        Assert.Contains(
            "resumed", await RunAsync(folder.Path, "never", 1, "3600000", expectedToEnd: true, "killed"), StringComparison.Ordinal);
    }

    private static void AssertSame(string folder)
    {
        foreach (string result in s_results)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(folder, "whole", result)).AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(folder, "killed", result))), $"{result} differs");
        }
    }

    private static Process Start(string folder, string place, int epochs, string every, string name)
    {
        string own = Path.Combine(folder, name);
        Directory.CreateDirectory(own);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "DeepTrain.Interruptions.dll"), own, place, every,
                epochs.ToString(CultureInfo.InvariantCulture),
            ])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        return process;
    }

    private static async Task<string> RunAsync(
        string folder, string place, int epochs, string every, bool expectedToEnd, string name)
    {
        using Process process = Start(folder, place, epochs, every, name);
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(
            process.ExitCode == 0 == expectedToEnd, $"It ended with {process.ExitCode}.\n{await output}\n{await errors}");
        return await output;
    }
}
