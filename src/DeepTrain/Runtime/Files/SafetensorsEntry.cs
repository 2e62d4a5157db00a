namespace DeepTrain.Runtime;

/// <summary>A tensor as a safetensors header describes it; the offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, string Dtype, long[] Shape, long Begin, long End)
{
    /// <summary>The bytes it takes.</summary>
    public long Length => End - Begin;

    /// <summary>The bytes that type and shape ask for; -1 if they are more than can be counted, or the type is not
    /// known.</summary>
    public long ExpectedLength
    {
        get
        {
            Int128 bytes = TensorType.Bytes(Dtype);
            if (bytes == 0)
                return -1;
            // a dimension of 0 makes it empty, whatever the others are
            if (Array.IndexOf(Shape, 0) >= 0)
                return 0;
            foreach (long dimension in Shape)
            {
                bytes *= dimension;
                if (bytes > long.MaxValue)
                    return -1;
            }
            return (long)bytes;
        }
    }

    public bool HasShape(int[] shape)
    {
        if (shape.Length != Shape.Length)
            return false;
        for (int dimension = 0; dimension < shape.Length; dimension++)
        {
            if (shape[dimension] != Shape[dimension])
                return false;
        }
        return true;
    }

    public override string ToString() => $"{Quoted.Name(Dtype)} [{string.Join(", ", Shape)}]";
}
