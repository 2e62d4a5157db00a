using System.Runtime.Loader;
using DeepTrain.Benchmarks.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Networks compiled together and loaded; they can be unloaded again.</summary>
internal sealed class NetworkBatch : IDisposable
{
    /// <summary>With more, the compiler is not faster for each; with fewer, it starts anew too often.</summary>
    public const int Size = 24;

    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);
    private readonly System.Reflection.Assembly _assembly;

    /// <param name="sources">Files with one class each.</param>
    public NetworkBatch(IEnumerable<string> sources)
    {
        using var image = new MemoryStream(InMemoryProject.BuildQuickly(sources));
        _assembly = _context.LoadFromStream(image);
    }

    public INetwork Create(string className, ulong seed) =>
        (INetwork)Activator.CreateInstance(_assembly.GetType(className, throwOnError: true)!, seed)!;

    public void Dispose() => _context.Unload();
}
