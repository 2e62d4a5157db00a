using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Finds what is no number before it spreads over a column.</summary>
internal static class FiniteCheck
{
    /// <exception cref="InvalidDataException">An input is NaN or infinite.</exception>
    public static void Inputs(Dataset data, ReadOnlySpan<float> inputs, int row) =>
        Check(inputs, row, "input", data.InputNames);

    /// <exception cref="InvalidDataException">A target is NaN or infinite.</exception>
    public static void Targets(Dataset data, ReadOnlySpan<float> targets, int row) =>
        Check(targets, row, "target", data.TargetNames);

    private static void Check(ReadOnlySpan<float> values, int row, string what, IReadOnlyList<string> names)
    {
        for (int column = 0; column < values.Length; column++)
        {
            if (!float.IsFinite(values[column]))
            {
                string name = Quoted.Value(names[column]);
                throw new InvalidDataException(FormattableString.Invariant(
                    $"Row {row}, {what} {column} ({name}): expected a finite number, but it is {values[column]}."));
            }
        }
    }
}
