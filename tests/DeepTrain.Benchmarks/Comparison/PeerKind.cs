namespace DeepTrain.Benchmarks.Comparison;

/// <summary>A library to compare with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">What runs its script.</param>
/// <param name="Installation">How to install it.</param>
/// <param name="Without">The option that leaves it out.</param>
internal sealed record PeerKind(string Name, string Program, string Installation, string Without)
{
    public const string WithoutPyTorch = "--without-pytorch";
    public const string WithoutOnnxRuntime = "--without-onnxruntime";

    public const string WithoutTorchSharp = "--without-torchsharp";

    // Debian's package belongs to the system's own Python, and no other finds it
    private const string SystemPython = "/usr/bin/python3";

    public static PeerKind PyTorch { get; } = new(
        "PyTorch",
        Environment.GetEnvironmentVariable("PEER_PYTHON") ?? (File.Exists(SystemPython) ? SystemPython : "python3"),
        "Debian: apt-get install python3-torch libopenblas0-pthread (run by /usr/bin/python3). "
            + "Elsewhere: set PEER_PYTHON to a Python that can import torch.",
        WithoutPyTorch);

    public static PeerKind TorchSharp { get; } = new(
        "TorchSharp",
        "bash",
        "It builds itself, on Linux for x64, when NuGet can be reached; on Debian 12 it also takes g++ and python3.",
        WithoutTorchSharp);

    public static PeerKind OnnxRuntime { get; } = new(
        "ONNX Runtime",
        "dotnet",
        "It builds itself when NuGet can be reached.",
        WithoutOnnxRuntime);
}

/// <summary>A peer cannot be started. The message says how to install it, and how to go on without it.</summary>
internal sealed class PeerMissingException(PeerKind kind, string reason)
    : Exception($"{kind.Name} cannot be used: {reason}\n{kind.Installation}\nOr leave it out: {kind.Without}");
