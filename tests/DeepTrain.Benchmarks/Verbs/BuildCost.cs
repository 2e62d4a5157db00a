using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>What networks add to a build whose compiler starts afresh, the JIT compilation of the compiler included.</summary>
internal static class BuildCost
{
    private const int Times = 5;

    public static void Run()
    {
        using var compiler = new ColdCompiler();
        string usings = compiler.Write(
            "Usings.cs",
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
            + "global using System.Threading; global using System.Threading.Tasks; global using DeepTrain;");
        string program = compiler.Write("Program.cs", GeneratorEdits.Program);
        (string Name, string[] Files)[] networks =
        [
            ("network c", [compiler.Write("Network.cs", GeneratorEdits.Network)]),
            ("ten of its size", [.. Enumerable.Range(0, 10).Select(index => compiler.Write(
                $"Network{index}.cs", GeneratorEdits.Network.Replace("Classifier", $"Classifier{index}").Replace("Dense(256)", $"Dense({256 + 16 * index})")))]),
            ("3x32x32, four convolutions", [compiler.Write("Images.cs", GeneratorEdits.ImageNetwork)]),
        ];
        string[] library = LibrarySources();

        var table = new MarkdownTable("a project of", "with", "median s without", "with", "added");
        Measure("one small file", [usings, program]);
        Measure($"{library.Length} files", [usings, program, .. library]);
        Console.WriteLine(table);

        void Measure(string name, string[] files)
        {
            var without = new List<double>();
            List<double>[] with = [.. networks.Select(_ => new List<double>())];
            compiler.Seconds(files);
            for (int i = 0; i < Times; i++)
            {
                without.Add(compiler.Seconds(files));
                for (int network = 0; network < networks.Length; network++)
                    with[network].Add(compiler.Seconds([.. files, .. networks[network].Files]));
            }

            double bare = Timing.Median(without);
            for (int network = 0; network < networks.Length; network++)
            {
                double full = Timing.Median(with[network]);
                table.Add(name, networks[network].Name, bare, full, full - bare);
            }
        }
    }

    // a library of ordinary size: our own, without the class that its build completes (the reference has it whole)
    private static string[] LibrarySources()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string sources = Path.Combine(folder, "src", "DeepTrain");
            if (!Directory.Exists(sources))
                continue;
            return [.. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
                .Where(path => Path.GetRelativePath(sources, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
                .Where(path => !Path.GetFileName(path).StartsWith("VectorMath.", StringComparison.Ordinal))];
        }

        throw new InvalidOperationException($"Expected src/DeepTrain above '{AppContext.BaseDirectory}'.");
    }
}
