using System.Diagnostics;

namespace DeepTrain.Tests.Misuse;

/// <summary>
/// What a program may do wrong does not corrupt its memory: tried in processes of their own, for what goes wrong there ends
/// them.
/// </summary>
public sealed class MisuseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

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
    public void A_process_survives(string misdeed)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DeepTrain.Misuse.dll"));
        start.ArgumentList.Add(misdeed);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), "It did not end.");
        Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}.\n{output}\n{errors.Result}");
        Assert.StartsWith("survived: ", output);
    }
}
