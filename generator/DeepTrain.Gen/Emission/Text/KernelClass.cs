using System.Globalization;
using System.Text;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The class that holds a network's code. It stands in a namespace of its own, where nothing that a user declares comes
/// between the code and what it calls.
/// </summary>
internal static class KernelClass
{
    public const string Namespace = "DeepTrain.Generated";

    private const string Suffix = "Kernels";

    /// <summary>Beyond that a hash stands for the rest; names of methods and debuggers become unreadable before.</summary>
    private const int LongestName = 100;

    /// <summary>As other classes refer to it.</summary>
    public static string Qualified(NetworkHeader header) => $"global::{Namespace}.{Name(header)}";

    /// <summary>
    /// The network's full name with underscores for dots. Where that could be two networks' (an underscore in the name itself,
    /// type parameters), or is very long, a hash of the full name tells them apart.
    /// </summary>
    public static string Name(NetworkHeader header)
    {
        string full = header.HintName;
        var name = new StringBuilder(full.Length);
        bool isUnique = true;
        foreach (char character in full)
        {
            bool isPart = char.IsLetterOrDigit(character);
            name.Append(isPart ? character : '_');
            isUnique &= isPart || character is '.' or '+';
        }

        if (isUnique && name.Length <= LongestName)
            return name + Suffix;
        name.Length = Math.Min(name.Length, LongestName);
        return $"{name}_{StableHash.Of(full)}{Suffix}";
    }
}
