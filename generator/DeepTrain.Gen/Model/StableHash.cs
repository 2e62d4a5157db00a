using System.Globalization;

namespace DeepTrain.Gen.Model;

/// <summary>A hash that is the same in every run of the compiler, which that of <see cref="string"/> is not.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a in eight hexadecimal digits.</summary>
    public static string Of(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
