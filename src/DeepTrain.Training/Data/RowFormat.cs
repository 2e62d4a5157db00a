using System.Globalization;

namespace DeepTrain;

/// <summary>What all rows of a dataset have in common: shapes and names.</summary>
internal sealed class RowFormat
{
    private RowFormat(int[] inputShape, int targetSize, string[]? inputNames, string[]? targetNames, string[]? classNames)
    {
        InputShape = Array.AsReadOnly(inputShape);
        InputSize = Size(inputShape);
        TargetSize = targetSize;
        InputNames = Array.AsReadOnly(inputNames ?? Numbered("input", InputSize));
        TargetNames = Array.AsReadOnly(targetNames ?? Numbered("target", targetSize));
        ClassNames = Array.AsReadOnly(classNames ?? []);
    }

    public IReadOnlyList<int> InputShape { get; }

    public int InputSize { get; }

    public int TargetSize { get; }

    public IReadOnlyList<string> InputNames { get; }

    public IReadOnlyList<string> TargetNames { get; }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How a CSV file's cells became inputs; null where they come from elsewhere.</summary>
    public CsvSchema? Schema { get; private init; }

    /// <summary>[channels, height, width], and not a list of features.</summary>
    public bool IsImage => InputShape.Count == 3;


    /// <summary>Checks what the caller says about the rows.</summary>
    /// <param name="inputShape">[features] or [channels, height, width].</param>
    /// <param name="targetSize">Floats in a target row, 0 with labels.</param>
    /// <param name="inputNames">One each, or null.</param>
    /// <param name="targetNames">One each, or null.</param>
    /// <param name="classNames">One for each class, or null where rows have no labels.</param>
    /// <exception cref="ArgumentException">A shape is none, or the names do not fit it.</exception>
    public static RowFormat Create(
        IReadOnlyList<int> inputShape, int targetSize, IReadOnlyList<string>? inputNames = null,
        IReadOnlyList<string>? targetNames = null, IReadOnlyList<string>? classNames = null)
    {
        if (inputShape.Count is not (1 or 3) || inputShape.Any(size => size < 1) || Product(inputShape) > Array.MaxLength)
        {
            throw new ArgumentException(
                "Expected an input shape of [features] or [channels, height, width], each at least 1; it is "
                + $"[{string.Join(", ", inputShape)}].", nameof(inputShape));
        }
        CheckNames("inputs", inputNames, (int)Product(inputShape));
        CheckNames("targets", targetNames, targetSize);
        CheckNames("classes", classNames, classNames?.Count ?? 0);
        return new RowFormat(
            [.. inputShape], targetSize, inputNames?.ToArray(), targetNames?.ToArray(), classNames?.ToArray());
    }

    public RowFormat WithSchema(CsvSchema schema) =>
        new([.. InputShape], TargetSize, [.. InputNames], [.. TargetNames], [.. ClassNames]) { Schema = schema };

    /// <summary>The same targets behind other inputs.</summary>
    public RowFormat WithInputs(IReadOnlyList<int> shape, string[]? names) =>
        new([.. shape], TargetSize, names, [.. TargetNames], ClassNames.Count == 0 ? null : [.. ClassNames]);

    /// <summary>The names of classes that have none.</summary>
    public static string[] NumberedClasses(int count) => Numbered("", count);

    private static string[] Numbered(string prefix, int count)
    {
        string[] names = new string[count];
        for (int next = 0; next < count; next++)
            names[next] = prefix + next.ToString(CultureInfo.InvariantCulture);
        return names;
    }

    private static void CheckNames(string what, IReadOnlyList<string>? names, int expected)
    {
        if (names == null)
            return;
        if (names.Count != expected)
            throw new ArgumentException($"Expected {expected} names of {what}; there are {names.Count}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name == null)
                throw new ArgumentException($"Expected {expected} names of {what}; one is null.");
            if (!seen.Add(name))
                throw new ArgumentException($"Expected names of {what} that differ; '{name}' is there twice.");
        }
    }

    private static int Size(IReadOnlyList<int> shape) => (int)Product(shape);

    private static long Product(IReadOnlyList<int> shape)
    {
        long product = 1;
        foreach (int size in shape)
            product = product > Array.MaxLength ? product : product * size;
        return product;
    }
}
