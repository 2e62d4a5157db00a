using System.IO.Compression;

namespace DeepTrain.Package.Tests;

/// <summary>The packages, packed from what was just built, in a folder that serves as a package source.</summary>
[CollectionDefinition(Collection)]
public sealed class PackedPackage : IDisposable, ICollectionFixture<PackedPackage>
{
    /// <summary>The tests that share the package.</summary>
    public const string Collection = "package";

    /// <summary>A version that no other source has.</summary>
    public const string Version = "9999.0.0-test";

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _folder = Directory.CreateTempSubdirectory("deeptrain-package-").FullName;
    private readonly Lazy<PropertyQuestions> _vectorBits;

    public PackedPackage()
    {
        _vectorBits = new(() => new PropertyQuestions(
            CreateConsumer(Programs.Xor).Restore(), "DeepTrainVectorBits", target: "", [.. WidthSettings.Select(row => new[] { row.Setting })]));
        foreach ((string project, string name) in new[] { ("DeepTrain", "deeptrain.gen"), ("DeepTrain.Training", "deeptrain.training") })
        {
            DotNet.Run(
                Repository.Root, packages: null, "pack", $"src/{project}", "--no-build", "-c", Configuration, "-o", Source,
                $"-p:PackageVersion={Version}").MustSucceed();
            // the packages of earlier runs may stay, but not an earlier build of this one
            string earlier = Path.Combine(Packages, name);
            if (Directory.Exists(earlier))
                Directory.Delete(earlier, recursive: true);
        }
    }

    /// <summary>The folder with the package.</summary>
    public string Source => Path.Combine(_folder, "source");

    public string File => Path.Combine(Source, $"DeepTrain.Gen.{Version}.nupkg");

    /// <summary>
    /// Where consumers' packages are unpacked: the user's own folder stays clean, and downloads are kept for the next run.
    /// </summary>
    public string Packages { get; } = Repository.PathOf("artifacts", "package-tests", "packages");

    /// <summary>Settings that decide which vectors networks are compiled for, and what the compiler is told then.</summary>
    internal static (string Setting, string Expected)[] WidthSettings { get; } =
    [
        ("RuntimeIdentifier=linux-x64", ""),
        ("RuntimeIdentifier=linux-arm64", "128"),
        ("RuntimeIdentifier=osx-arm64", "128"),
        ("RuntimeIdentifier=browser-wasm", "128"),
        ("DeepTrainVectorWidths=512%3B256%3B128", "512,256,128"),
        ("DeepTrainVectorWidths=512%3B 128", "512,128"),
    ];

    /// <summary>What the compiler is told under <see cref="WidthSettings"/>, in a new project that is restored and no more.</summary>
    internal PropertyQuestions VectorBits => _vectorBits.Value;

    /// <summary>A consumer's project in a folder outside the repository.</summary>
    /// <param name="name">The last part of the folder's path, and the project's name.</param>
    internal ConsumerProject CreateConsumer(
        string program, IEnumerable<(string Name, string Value)>? properties = null, string? references = null,
        string extension = "cs", string name = "Consumer")
    {
        string folder = Path.Combine(_folder, "consumers", Guid.NewGuid().ToString("N"), name);
        return new ConsumerProject(this, folder, program, properties, references, extension);
    }

    public string[] List()
    {
        using ZipArchive archive = ZipFile.OpenRead(File);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    public string ReadText(string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(File);
        using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        CompilerServer.Stop();
        Directory.Delete(_folder, recursive: true);
    }
}
