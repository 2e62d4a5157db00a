using System.Diagnostics;
using System.Reflection;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>Starts this program again, for what can only be measured in a fresh or another process.</summary>
internal static class SelfProcess
{
    public static Process Start(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        // under "dotnet Some.dll" the process is the host, which wants to be told what to run
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] all = isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments;
        return Process.Start(new ProcessStartInfo(program, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    public static string Output(params string[] arguments)
    {
        using Process process = Start(arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.");
    }
}
