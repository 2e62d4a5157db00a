using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Comparison;

/// <summary>A peer's answer to a workload.</summary>
/// <param name="Us">Median microseconds.</param>
/// <param name="Variant">The fastest of its ways, where it has more than one.</param>
/// <param name="Parameters">Trainable numbers of its network, where it counts them.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record PeerAnswer(double Us, string? Variant, int? Parameters, string? Error);

/// <summary>
/// Another library in a process that stays alive, so that both sides can be measured in turn: whatever slows the machine
/// down for a while then slows down both. It waits for a line without using a processor.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly string _name;
    private volatile string _lastError = "it ended without a word";
    private volatile bool _isNamed;

    private PeerProcess(Process process, string name)
    {
        _process = process;
        _name = name;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What it says of itself.</summary>
    public string Version { get; private set; } = "";

    /// <summary>A script beside this program.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);

    /// <summary>Starts a peer and waits until it is ready.</summary>
    /// <exception cref="PeerMissingException">It does not start.</exception>
    public static PeerProcess Start(PeerKind kind, string[] arguments, params (string Name, string Value)[] environment)
    {
        PeerProcess peer = Launch(kind, arguments, environment);
        string line = peer._process.StandardOutput.ReadLine() ?? throw peer.Missing(kind);
        peer.Version = JsonDocument.Parse(line).RootElement.GetProperty("ready").GetString()!;
        return peer;
    }

    public PeerAnswer Ask(Workload workload, double seconds)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(
            new { workload.Key, Pass = workload.Pass.ToString(), workload.Rows, workload.Samples, seconds }, s_json));
        string line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{_name} ended while it worked on '{workload}': {_lastError}");
        PeerAnswer answer = JsonSerializer.Deserialize<PeerAnswer>(line, s_json)!;
        return answer.Error is null ? answer : throw new InvalidOperationException($"{_name}, '{workload}': {answer.Error}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close(); // its loop ends with its input
        _process.WaitForExit();
        _process.Dispose();
    }

    private static PeerProcess Launch(PeerKind kind, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(kind.Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        try
        {
            return new PeerProcess(Process.Start(start)!, kind.Name);
        }
        catch (Win32Exception exception)
        {
            throw new PeerMissingException(kind, exception.Message);
        }
    }

    // Python names the error in its last line, .NET before a trace.
    private void Note(string? line)
    {
        bool isNamed = line is not null && line.Contains("Error", StringComparison.Ordinal);
        if (string.IsNullOrWhiteSpace(line) || (_isNamed && !isNamed))
            return;
        _isNamed |= isNamed;
        _lastError = line;
    }

    private PeerMissingException Missing(PeerKind kind)
    {
        _process.WaitForExit(); // and for all that it wrote
        return new PeerMissingException(kind, _lastError);
    }
}
