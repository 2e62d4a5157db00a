using System.Diagnostics;

namespace DeepTrain.Training.Tests.Samples;

/// <summary>A sample as its users start it, with its output redirected.</summary>
internal static class SampleProgram
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    public static async Task<(int Code, string Output, string Errors)> RunAsync(string sample, string folder, params string[] arguments)
    {
        // built beside the tests, in the same configuration
        string[] place = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar)[^2..];
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Repository.PathOf("samples", sample, "bin", place[0], place[1], $"{sample}.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await errors);
    }
}
