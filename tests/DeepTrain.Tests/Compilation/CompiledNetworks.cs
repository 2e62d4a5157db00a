using System.Runtime.Loader;

namespace DeepTrain.Tests.Compilation;

/// <summary>An assembly of networks, compiled and loaded.</summary>
internal sealed class CompiledNetworks
{
    private readonly System.Reflection.Assembly _assembly;

    public CompiledNetworks(byte[] image, IReadOnlyDictionary<string, string> files)
    {
        Image = image;
        Files = files;
        // collectible: a test run compiles hundreds of networks
        var context = new AssemblyLoadContext(null, isCollectible: true);
        _assembly = context.LoadFromStream(new MemoryStream(image));
    }

    /// <summary>The compiled assembly, for those who read its IL.</summary>
    public byte[] Image { get; }

    /// <summary>What the generator emitted, by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public Type TypeOf(string className) =>
        _assembly.GetType(className) ?? throw new ArgumentException($"There is no class {className}.", nameof(className));

    public INetwork Create(string className) => (INetwork)Activator.CreateInstance(TypeOf(className))!;

    public INetwork Create(string className, ulong seed) => (INetwork)Activator.CreateInstance(TypeOf(className), seed)!;
}
