using System.Diagnostics;

namespace DeepTrain.Tests.Misuse;

/// <summary>
/// What a program may do wrong does not corrupt its memory: tried in processes of their own, for what goes wrong there ends
/// them.
/// </summary>
public sealed class MisuseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("labels")]
    [InlineData("labels-of-loss")]
    [InlineData("train-twice")]
    [InlineData("train-and-apply")]
    [InlineData("train-and-load")]
    [InlineData("train-and-inspect")]
    [InlineData("train-and-change-threads")]
    [InlineData("observer-that-trains")]
    [InlineData("hundred-thousand-threads")]
    public async Task A_process_survives(string misdeed)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DeepTrain.Misuse.dll"));
        start.ArgumentList.Add(misdeed);
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}.\n{await output}\n{await errors}");
        Assert.StartsWith("survived: ", await output);
    }
}
