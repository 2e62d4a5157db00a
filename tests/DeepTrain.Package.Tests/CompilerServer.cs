namespace DeepTrain.Package.Tests;

/// <summary>The compiler of all consumers, which the first build starts.</summary>
internal static class CompilerServer
{
    public static readonly string Pipe = $"deeptrain-{Environment.ProcessId}";

    /// <summary>Ends it: it would hold files of folders that go.</summary>
    public static void Stop()
    {
        string targets = DotNet.Run(
            Repository.PathOf("src", "DeepTrain"), packages: null, "msbuild", "-getProperty:RoslynTargetsPath").MustSucceed().Output.Trim();
        DotNet.Run(
            Repository.Root, packages: null, Path.Combine(targets, "bincore", "VBCSCompiler.dll"), $"-pipename:{Pipe}", "-shutdown");
    }
}
