namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Named beginnings of random numbers: the same name draws the same networks for ever.</summary>
internal static class Seeds
{
    /// <summary>A number for the n-th network of a seed (FNV-1a).</summary>
    public static int Of(string name, string task, int number)
    {
        uint hash = 2166136261;
        foreach (char character in $"{name}/{task}/{number}")
            hash = unchecked((hash ^ character) * 16777619);
        // the last characters must reach all bits
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85EBCA6B);
        hash ^= hash >> 13;
        return (int)(hash & int.MaxValue);
    }
}
