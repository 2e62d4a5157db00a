using System.Diagnostics;
using System.Text;

namespace DeepTrain.Distributed.Tests;

/// <summary>Ranks of the program that a launcher has started.</summary>
internal sealed class Job : IDisposable
{
    /// <summary>Tests that start ranks do so one after the other: they share few processors.</summary>
    public const string Collection = "ranks";

    // longer than anything takes, and shorter than anybody would call a hang
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Job(ProcessStartInfo start)
    {
        // no terminal of the tests' may be taken for one of the ranks'
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>The program and what it is told.</summary>
    public static string[] Program(params string[] arguments) =>
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "DeepTrain.Distributed.Ranks.dll"), .. arguments];

    public static Job Start(MpiInstallation mpi, int ranks, string[] arguments, params string[] launcherOptions) =>
        new(mpi.Start(ranks, launcherOptions, Program(arguments)));

    /// <summary>Without a launcher.</summary>
    public static Job StartAlone(MpiInstallation? mpi, Action<ProcessStartInfo> change, params string[] arguments)
    {
        string[] program = Program(arguments);
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        mpi?.Prepare(start);
        change(start);
        return new Job(start);
    }

    /// <summary>Waits for the end; all that was written, and the code.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The job has not ended within {s_patience.TotalSeconds} s.\n{Output}");
        }
        return (_process.ExitCode, Output);
    }

    public static async Task<string> RunAsync(MpiInstallation mpi, int ranks, params string[] arguments)
    {
        using Job job = Start(mpi, ranks, arguments);
        (int code, string output) = await job.EndAsync();
        Assert.True(code == 0, $"{mpi.Kind}, {ranks} ranks: ended with {code}.\n{output}");
        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line == null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }
}
