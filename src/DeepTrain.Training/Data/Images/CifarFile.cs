namespace DeepTrain;

/// <summary>The binary files of CIFAR-10: a label, then 32 x 32 pixels of red, of green and of blue, a byte each.</summary>
internal static class CifarFile
{
    public const int Size = 32, Channels = 3;

    private const int Pixels = Channels * Size * Size;

    public static readonly string[] Classes =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Appends a file's images.</summary>
    /// <exception cref="InvalidDataException">It is empty, ends within an image, or a label has no class.</exception>
    public static void Read(string path, FloatRows pixels, List<int> labels)
    {
        using Stream stream = DataFile.Open(path);
        byte[] record = new byte[1 + Pixels];
        for (int image = 0; ; image++)
        {
            int count = stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
            if (count == 0 && image > 0)
                return;
            if (count < record.Length)
            {
                throw new InvalidDataException(
                    $"{path}: expected images of {record.Length} bytes, as CIFAR-10 has; image {image} has {count}.");
            }
            if (record[0] >= Classes.Length)
            {
                throw new InvalidDataException(
                    $"{path}: expected labels from 0 to {Classes.Length - 1}, as CIFAR-10 has; that of image {image} is "
                    + $"{record[0]}.");
            }
            labels.Add(record[0]);
            Span<float> row = pixels.Append(Pixels);
            for (int next = 0; next < Pixels; next++)
                row[next] = record[next + 1] / 255f;
        }
    }
}
