using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using DeepTrain.Benchmarks.Verbs;

namespace DeepTrain.Benchmarks;

/// <summary>Own tables by a verb; anything else goes to BenchmarkDotNet.</summary>
internal static class Program
{
    private const string Help = """
        quick               all workloads in one table, in less than a minute
        sweep [--all]       many widths and batch sizes, to find shapes that are slower than their neighbours
        sweep --images      convolutions of many filters, channels, sizes, kernels and strides, to the same end
        sweep --large [widths | rows | depths]
                            the same beyond the caches: widths to 4,096, batches to 8,192 rows, 50 layers
        busy                two threads while another program uses the other cores
        subnormal           dead units and logits far apart: whether numbers that fade away slow a network down
        first               the first step of a fresh process, dense and of images
        latency             single calls of warm networks: P50, P99, P99.9, the longest
        fit [SECONDS]       Trainer.Fit beside a loop over TrainBatch, with and without progress
        csv [ROWS]          how long a table of 20 columns takes to be read, and the memory that this takes; a million rows
        generator           the generator after edits, and what a network adds to a build
        build               the same where the compiler starts afresh
        analysis            how long the analyzers take for thirty layers, by activation
        predictor [score | images | repairs | canonical | public | warnings | mistakes | calibration | fit]
                  [--seed NAME] [--task NAME] [--count N] [--tuning] [--told] [--from FILE] [--verbose]
                            the prediction of what trains, and the code fixes, against trainings of random networks; public:
                            warnings and errors on networks that other people published; warnings: on networks as people write
                            them, on tasks of kinds that were held out (--tuning: of the others; --told: trains only whom something
                            is told); mistakes: on what learners do wrong; images: the score of networks of convolutions
        accuracy wide | dropout | tables FOLDER [SEEDS [EPOCHS]]
                            what networks reach on MNIST's files, and on tables; peers/sklearn_peer.py does the tables in scikit-learn
        compare [--large] [--without-torchsharp] [--without-pytorch] [--without-onnxruntime]
                            the same work in libtorch through TorchSharp, in PyTorch and in ONNX Runtime, in turn; --large: long batches
                            and wide layers, without PyTorch; peers/README.md says how to install them

        BenchmarkDotNet's options, for example --filter '*', run the same workloads, the math functions and the generator.
        DOTNET_EnableAVX512=0 measures the code for processors without 512-bit vectors.

        """;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case []:
                Console.Write(Help);
                break;
            case ["quick"]:
                Quick.Run();
                break;
            case ["sweep"] or ["sweep", "--all"]:
                Sweep.Run(all: args.Length == 2);
                break;
            case ["sweep", "--images"]:
                ImageSweep.Run();
                break;
            case ["sweep", "--large", .. string[] tables]:
                LargeSweep.Run(tables.FirstOrDefault());
                break;
            case ["busy"]:
                Busy.Run();
                break;
            case ["subnormal"]:
                Subnormal.Run();
                break;
            case ["first"]:
                FirstBatch.Run();
                break;
            case ["latency"]:
                Latency.Run();
                break;
            case ["fit", .. string[] rest] when rest is [] || (rest is [string text] && ushort.TryParse(text, out _)):
                FitCost.Run(rest is [string seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 30);
                break;
            case ["csv", .. string[] rest] when rest is [] || (rest is [string text] && uint.TryParse(text, out uint many) && many > 0):
                CsvCost.Run(rest is [string rows] ? int.Parse(rows, CultureInfo.InvariantCulture) : 1_000_000);
                break;
            case ["generator"]:
                GeneratorCost.Run();
                break;
            case ["analysis"]:
                AnalysisCost.Run();
                break;
            case ["build"]:
                BuildCost.Run();
                break;
            case ["compare", .. string[] options]:
                return Compare.Run(options);
            case ["accuracy", .. string[] options]:
                return AccuracyVerb.Run(options);
            case ["predictor", .. string[] options]:
                return PredictorVerb.Run(options);
            case [Busy.ChildVerb]:
                Busy.RunChild();
                break;
            case [FirstBatch.ChildVerb, string key]:
                FirstBatch.RunChild(key);
                break;
            default:
                // wide enough for the names of the workloads
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithSummaryStyle(
                    SummaryStyle.Default.WithMaxParameterColumnWidth(60)));
                break;
        }
        return 0;
    }
}
