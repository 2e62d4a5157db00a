using System.Diagnostics;

namespace DeepTrain.Tests.Onnx;

/// <summary>The system's Python, where there is one.</summary>
internal static class SystemPython
{
    private const string Interpreter = "/usr/bin/python3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Whether a module can be imported.</summary>
    public static bool Has(string module) =>
        File.Exists(Interpreter) && Start($"import {module}", Path.GetTempPath()).ExitCode == 0;

    /// <summary>Runs a program in a folder; what it prints.</summary>
    public static string Run(string program, string folder)
    {
        (int exitCode, string output, string errors) = Start(program, folder);
        Assert.True(exitCode == 0, $"Python ended with {exitCode}.\n{output}\n{errors}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Start(string program, string folder)
    {
        var start = new ProcessStartInfo(Interpreter)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["PYTHONPATH"] = folder, ["PYTHONDONTWRITEBYTECODE"] = "1", ["OMP_NUM_THREADS"] = "1" },
        };
        start.ArgumentList.Add("-");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(program);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"Python has not ended after {Patience}.");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }
}
