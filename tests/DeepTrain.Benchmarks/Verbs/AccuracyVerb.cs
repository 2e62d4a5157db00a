using System.Globalization;
using DeepTrain.Benchmarks.Accuracy;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>What networks reach on real data, beside published figures.</summary>
internal static class AccuracyVerb
{
    public static int Run(string[] options)
    {
        if (options is not [string what and ("wide" or "dropout" or "tables"), string folder, .. string[] rest]
            || rest.Length > (what == "dropout" ? 2 : 1) || !rest.All(text => Number(text) > 0))
        {
            Console.Error.WriteLine(
                "Expected accuracy wide|tables FOLDER [SEEDS] or accuracy dropout FOLDER [SEEDS [EPOCHS]]: a folder with MNIST's IDX files, or with "
                + "the tables.");
            return 1;
        }
        int seeds = rest is [string count, ..] ? Number(count) : 3;
        if (what == "tables")
            TableAccuracy.Run(folder, seeds);
        else
            MnistAccuracy.Run(folder, seeds, what, rest is [_, string epochs] ? Number(epochs) : 80);
        return 0;
    }

    // 0 for what is none
    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
