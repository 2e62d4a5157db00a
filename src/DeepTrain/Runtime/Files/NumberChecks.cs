using System.Globalization;

namespace DeepTrain.Runtime;

/// <summary>Refuses numbers with which a network could do nothing but compute NaN.</summary>
internal static class NumberChecks
{
    // the names of the optimizers' running sums and means of squares
    private static readonly string[] Squares = ["exp_avg_sq", "square_avg", "sum"];

    /// <summary>Checks a parameter's numbers.</summary>
    public static void Parameter(
        SafetensorsReader file, string name, ParameterLayout layout, ReadOnlySpan<float> values, bool allowsNonFinite)
    {
        if (!allowsNonFinite)
        {
            Finite(
                file, name, layout, values, "LoadWeights takes it with LoadOptions.AllowNonFinite");
        }
        if (NetworkFile.HoldsVariances(layout))
            NotNegative(file, name, layout, values);
    }

    /// <summary>Checks the numbers of an optimizer's slot.</summary>
    public static void Slot(
        SafetensorsReader file, string name, string slot, ParameterLayout layout, ReadOnlySpan<float> values)
    {
        Finite(file, name, layout, values, "LoadWeights takes the weights alone");
        if (Array.IndexOf(Squares, slot) >= 0)
            NotNegative(file, name, layout, values);
    }

    private static void Finite(
        SafetensorsReader file, string name, ParameterLayout layout, ReadOnlySpan<float> values, string wayOut)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
                throw file.Bad($"expected finite numbers, found {Found(name, layout, values, index)}; {wayOut}");
        }
    }

    private static void NotNegative(
        SafetensorsReader file, string name, ParameterLayout layout, ReadOnlySpan<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] < 0)
                throw file.Bad($"expected numbers from 0, found {Found(name, layout, values, index)}");
        }
    }

    // NaN at dense1.weight[3, 14]
    private static string Found(string name, ParameterLayout layout, ReadOnlySpan<float> values, int index)
    {
        int[] place = new int[layout.Shape.Length];
        int rest = index;
        for (int dimension = place.Length - 1; dimension >= 0; dimension--)
            (rest, place[dimension]) = Math.DivRem(rest, layout.Shape[dimension]);
        string number = values[index].ToString("R", CultureInfo.InvariantCulture);
        return $"{number} at {Quoted.Name(name)}{Shapes.Brackets(place)}";
    }
}
