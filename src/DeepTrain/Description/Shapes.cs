using System.Globalization;

namespace DeepTrain;

/// <summary>What descriptions and parameters do with a shape.</summary>
internal static class Shapes
{
    /// <summary>A copy nobody can write to.</summary>
    public static IReadOnlyList<int> Freeze(int[] shape) => Array.AsReadOnly((int[])shape.Clone());

    /// <summary>The product of the dimensions.</summary>
    public static int Size(IEnumerable<int> shape)
    {
        int size = 1;
        foreach (int dimension in shape)
            size = checked(size * dimension);
        return size;
    }

    /// <summary>For people: <c>8 x 26 x 26</c>.</summary>
    public static string Text(IReadOnlyList<int> shape) => Join(" x ", shape);

    /// <summary>For messages: <c>[8, 26, 26]</c>.</summary>
    public static string Brackets(IReadOnlyList<int> shape) => $"[{Join(", ", shape)}]";

    private static string Join(string separator, IReadOnlyList<int> shape) =>
        string.Join(separator, shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
}
