extern alias generator;

using System.Diagnostics;
using NetworkGenerator = generator::DeepTrain.Gen.NetworkGenerator;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>The SDK's compiler in a process of its own, as a build runs it that finds no compiler server.</summary>
internal sealed class ColdCompiler : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("DeepTrain.Build").FullName;
    private readonly string _host, _compiler;
    private readonly string[] _options;

    public ColdCompiler()
    {
        // .../shared/Microsoft.NETCore.App/10.0.0
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        _host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        _compiler = Newest(Path.Combine(root, "sdk"), "Roslyn/bincore/csc.dll");
        string references = Newest(Path.Combine(root, "packs/Microsoft.NETCore.App.Ref"), $"ref/net{Environment.Version.Major}.0");
        _options =
        [
            "/noconfig", "/nologo", "/target:library", "/optimize+", "/unsafe+", "/nullable:enable", "/debug:portable",
            "/langversion:latest", "/nowarn:CS0436", $"/out:{Path.Combine(_folder, "Project.dll")}",
            .. Directory.EnumerateFiles(references, "*.dll").Append(typeof(INetwork).Assembly.Location).Select(path => "/r:" + path),
            // as every build has them: they write the other half of what is declared of native libraries
            .. Directory.EnumerateFiles(Path.Combine(references, "../../analyzers/dotnet/cs"), "*.dll")
                .Append(typeof(NetworkGenerator).Assembly.Location).Select(path => "/analyzer:" + path),
        ];
    }

    /// <summary>Compiles the files, with the generator and its analyzers, and returns the seconds that it took.</summary>
    public double Seconds(IEnumerable<string> files)
    {
        string response = Path.Combine(_folder, "Project.rsp");
        File.WriteAllLines(response, _options.Concat(files).Select(each => $"\"{each}\""));
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(_host, ["exec", _compiler, "@" + response])
        {
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0 ? seconds : throw new InvalidOperationException("The compiler failed:\n" + output);
    }

    /// <summary>Writes a source file and returns its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Newest(string folder, string inside) => Directory.EnumerateDirectories(folder)
        .Select(version => (Path: Path.Combine(version, inside), Version: Path.GetFileName(version)))
        .Where(each => Path.Exists(each.Path) && Version.TryParse(each.Version, out _))
        .OrderByDescending(each => Version.Parse(each.Version))
        .Select(each => each.Path)
        .FirstOrDefault() ?? throw new InvalidOperationException($"Expected a version with '{inside}' under '{folder}'.");
}
