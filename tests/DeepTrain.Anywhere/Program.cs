using System.Diagnostics;
using System.Runtime.InteropServices;
using DeepTrain;
using DeepTrain.Anywhere;
using DeepTrain.Disassembled;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Runtime;

// declare: prints the networks that the next build compiles; check: runs the tests; loops LISTING: counts in a disassembly
switch (args.FirstOrDefault())
{
    case "declare":
        Console.WriteLine(NetworkCompiler.Declaration());
        return 0;
    case "check":
        return Check();
    case "loops" when args.Length == 2:
        return TileLoops.Report(args[1]);
    default:
        Console.Error.WriteLine("declare | check | loops LISTING");
        return 2;
}

static int Check()
{
    Console.WriteLine($"{RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}");
    var clock = Stopwatch.StartNew();
    int passed = 0, failed = 0, minutes = 0;
    Run("Every_shape_of_tile_trains", "narrow, LeNet, wide, dense, smooth", TrainTiles);
    var catalogue = new CatalogueTests();
    foreach (string name in CatalogueTests.Networks)
    {
        Run(nameof(catalogue.One_step_agrees_with_the_reference), name, catalogue.One_step_agrees_with_the_reference);
        Run(nameof(catalogue.Five_steps_with_changing_rows_agree_with_the_reference), name,
            catalogue.Five_steps_with_changing_rows_agree_with_the_reference);
        Run(nameof(catalogue.Inference_agrees_with_the_reference), name, catalogue.Inference_agrees_with_the_reference);
        Run(nameof(catalogue.Inspection_shows_what_the_reference_computes), name, catalogue.Inspection_shows_what_the_reference_computes);
    }

    var functions = new VectorMathTests();
    foreach (string name in VectorMathTests.Names)
    {
        Run(nameof(functions.Gives_the_same_bits_at_every_width), name, functions.Gives_the_same_bits_at_every_width);
        Run(nameof(functions.Stays_within_its_bound_over_all_floats), name, functions.Stays_within_its_bound_over_all_floats);
    }

    Console.WriteLine($"{passed} passed, {failed} failed, in {clock.Elapsed.TotalSeconds:F0} s");
    return failed == 0 && passed > 0 ? 0 : 1;

    void Run(string test, string name, Action<string> check)
    {
        try
        {
            check(name);
            passed++;
        }
        catch (Exception failure)
        {
            failed++;
            Console.WriteLine($"FAILED {test}({name}): {failure.GetType().Name}: {failure.Message}");
        }

        // it is slow where it is emulated
        if (minutes == (int)clock.Elapsed.TotalMinutes)
            return;
        minutes = (int)clock.Elapsed.TotalMinutes;
        Console.WriteLine($"... {passed + failed} tests after {minutes} min, {failed} failed");
    }
}

// the networks whose tiles are counted: in the program because it trains them
static void TrainTiles(string name)
{
    foreach (INetwork network in new INetwork[] { new Narrow(1), new LeNet(1), new Wide(1), new Dense(1), new Smooth(1) })
    {
        const int Rows = 33;
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, Rows * network.InputSize).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] targets = new float[Rows * network.OutputSize], outputs = new float[targets.Length];
        for (int row = 0; row < Rows; row++)
            targets[row * network.OutputSize + row % network.OutputSize] = 1;
        float first = network.TrainBatch(inputs, targets);
        for (int step = 0; step < 20; step++)
            network.TrainBatch(inputs, targets);
        float last = network.Loss(inputs, targets);
        Assert.True(last < first, $"{network.GetType().Name}: the loss went from {first} to {last}");
        network.Predict(inputs, outputs);
    }
}
