using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>What network c adds to a build whose compiler starts afresh, the JIT compilation of the compiler included.</summary>
internal static class BuildCost
{
    private const int Times = 7;

    public static void Run()
    {
        using var compiler = new ColdCompiler();
        string usings = compiler.Write(
            "Usings.cs",
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
            + "global using System.Threading; global using System.Threading.Tasks; global using DeepTrain;");
        string program = compiler.Write("Program.cs", GeneratorEdits.Program);
        string network = compiler.Write("Network.cs", GeneratorEdits.Network);
        string[] library = LibrarySources();

        var table = new MarkdownTable("a project of", "median s", "with network c", "added");
        Measure("one small file", [usings, program]);
        Measure($"{library.Length} files", [usings, program, .. library]);
        Console.WriteLine(table);

        void Measure(string name, string[] files)
        {
            var without = new List<double>();
            var with = new List<double>();
            compiler.Seconds(files);
            for (int i = 0; i < Times; i++)
            {
                without.Add(compiler.Seconds(files));
                with.Add(compiler.Seconds([.. files, network]));
            }

            double bare = Timing.Median(without), full = Timing.Median(with);
            table.Add(name, bare, full, full - bare);
        }
    }

    // a library of ordinary size: our own
    private static string[] LibrarySources()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string sources = Path.Combine(folder, "src", "DeepTrain");
            if (!Directory.Exists(sources))
                continue;
            return [.. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
                .Where(path => Path.GetRelativePath(sources, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))];
        }

        throw new InvalidOperationException($"Expected src/DeepTrain above '{AppContext.BaseDirectory}'.");
    }
}
