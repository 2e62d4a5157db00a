namespace DeepTrain;

/// <summary>How rows of a class were predicted.</summary>
/// <param name="True">Rows of the class that were predicted to be.</param>
/// <param name="Wrong">Rows of others that were predicted to be of it: false positives.</param>
/// <param name="Missed">Rows of it that were predicted to be of others, or of none: false negatives.</param>
internal readonly record struct ClassCounts(long True, long Wrong, long Missed)
{
    public bool Occurs => True + Wrong + Missed > 0;

    public static ClassCounts operator +(ClassCounts a, ClassCounts b) =>
        new(a.True + b.True, a.Wrong + b.Wrong, a.Missed + b.Missed);
}

/// <summary>Counts class by class.</summary>
internal sealed class ClassCounting(NetworkDescription network)
{
    private readonly bool _isMultiLabel = ClassReading.IsMultiLabel(network);
    private readonly ClassCounts[] _counts = new ClassCounts[Math.Max(network.OutputSize, 2)];

    /// <summary>Those of each class that counts: with a single output, of class 1.</summary>
    public ReadOnlySpan<ClassCounts> Counts => network.OutputSize == 1 ? _counts.AsSpan(1) : _counts;

    public void Reset() => Array.Clear(_counts);

    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
    {
        int size = network.OutputSize;
        if (_isMultiLabel)
        {
            for (int next = 0; next < outputs.Length; next++)
                AddAnswer(ref _counts[next % size], ClassReading.IsYes(targets[next]), outputs[next]);
            return;
        }
        for (int row = 0; row < outputs.Length / size; row++)
        {
            int actual = ClassReading.Actual(row, size, targets, labels);
            int predicted = ClassReading.Predicted(outputs.Slice(row * size, size));
            if (actual == predicted)
            {
                _counts[actual] += new ClassCounts(1, 0, 0);
                continue;
            }
            _counts[actual] += new ClassCounts(0, 0, 1);
            if (predicted >= 0)
                _counts[predicted] += new ClassCounts(0, 1, 0);
        }
    }

    private static void AddAnswer(ref ClassCounts counts, bool actual, float output)
    {
        bool predicted = ClassReading.IsYes(output);
        counts += new ClassCounts(actual && predicted ? 1 : 0, !actual && predicted ? 1 : 0, actual && !predicted ? 1 : 0);
    }
}
