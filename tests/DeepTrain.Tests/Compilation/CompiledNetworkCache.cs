extern alias generator;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using generator::DeepTrain.Gen;

namespace DeepTrain.Tests.Compilation;

/// <summary>
/// Compiled networks beside the tests, so that a run at another vector width need not compile them again. They go by what they are made of:
/// source, generator, library and compiler, to the byte, and the vector widths.
/// </summary>
internal static class CompiledNetworkCache
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "CompiledNetworks");

    private static readonly string Makers = string.Join(
        '\n', new[] { typeof(NetworkGenerator), typeof(INetwork), typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation), typeof(object) }
            .Select(type => type.Module.ModuleVersionId));

    public static string Key(string source, bool checksOverflow) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Makers}\n{BuildProperties.Widths}\n{checksOverflow}\n{source}")));

    public static CompiledNetworks? Read(string key)
    {
        // the files come last: where they are, the image is whole
        if (!File.Exists(FilesOf(key)))
            return null;
        return new CompiledNetworks(
            File.ReadAllBytes(ImageOf(key)), JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(FilesOf(key)))!);
    }

    public static void Write(string key, CompiledNetworks networks)
    {
        Directory.CreateDirectory(Folder);
        Write(ImageOf(key), networks.Image);
        Write(FilesOf(key), JsonSerializer.SerializeToUtf8Bytes(networks.Files));
    }

    private static string ImageOf(string key) => Path.Combine(Folder, key + ".dll");

    private static string FilesOf(string key) => Path.Combine(Folder, key + ".json");

    // another run may write the same at the same time
    private static void Write(string path, byte[] bytes)
    {
        string own = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(own, bytes);
        File.Move(own, path, overwrite: true);
    }
}
