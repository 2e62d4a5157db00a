namespace DeepTrain.Runtime;

/// <summary>The floats of an arena that belong to no parameter: they fill rows up to whole vectors, and are 0.</summary>
internal sealed unsafe class Padding
{
    private readonly (int Start, int Length)[] _ranges;

    /// <summary>Finds the padding among parameters.</summary>
    /// <param name="layouts">All that lies in the arena.</param>
    /// <param name="length">The arena's floats.</param>
    public Padding(IEnumerable<ParameterLayout> layouts, long length)
    {
        var arena = new AlignedBuffer(length);
        foreach (ParameterLayout layout in layouts)
        {
            float[] ones = new float[layout.Length];
            ones.AsSpan().Fill(1);
            layout.Pack(ones, arena.Pointer);
        }

        var ranges = new List<(int Start, int Length)>();
        Span<float> marks = arena.Span;
        for (int start = 0; start < marks.Length;)
        {
            int skipped = marks[start..].IndexOf(0f);
            if (skipped < 0)
                break;
            start += skipped;
            int end = marks[start..].IndexOf(1f);
            end = end < 0 ? marks.Length : start + end;
            ranges.Add((start, end - start));
            start = end;
        }

        _ranges = [.. ranges];
    }

    /// <summary>Makes the padding 0 again.</summary>
    public void Clear(Span<float> arena)
    {
        foreach ((int start, int length) in _ranges)
            arena.Slice(start, length).Clear();
    }
}
