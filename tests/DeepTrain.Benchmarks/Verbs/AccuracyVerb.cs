using System.Globalization;
using DeepTrain.Benchmarks.Accuracy;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>What networks reach on real data, beside published figures.</summary>
internal static class AccuracyVerb
{
    public static int Run(string[] options)
    {
        if (options is not [string what and ("wide" or "dropout" or "tables"), string folder, .. string[] rest]
            || rest.Length > 1 || rest is [string text] && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked > 0))
        {
            Console.Error.WriteLine("Expected accuracy wide|dropout|tables FOLDER [SEEDS]: a folder with MNIST's IDX files, or with the tables.");
            return 1;
        }
        int seeds = rest is [string count] ? int.Parse(count, CultureInfo.InvariantCulture) : 3;
        if (what == "tables")
            TableAccuracy.Run(folder, seeds);
        else
            MnistAccuracy.Run(folder, seeds, what);
        return 0;
    }
}
