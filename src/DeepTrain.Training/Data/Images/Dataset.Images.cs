namespace DeepTrain;

public sealed partial class Dataset
{
    /// <summary>
    /// Images as PNG, JPEG, PGM or PPM, in a folder for each class: <c>cats/</c>, <c>dogs/</c>. Each is stretched to one size by an
    /// antialiased filter; pixels are from 0 to 1, channel after channel. Classes are in ordinal order.
    /// </summary>
    /// <remarks>
    /// Hidden files and those that are no images are left out. Which way up a camera was held is not looked at, and opacity
    /// only with 4 channels.
    /// </remarks>
    /// <param name="path">The folder with the folders.</param>
    /// <param name="options">The size.</param>
    /// <exception cref="ArgumentException">The size is none.</exception>
    /// <exception cref="InvalidDataException">There are no images, or one is damaged: with a streamed set, as it is
    /// read.</exception>
    /// <exception cref="IOException">There is no such folder, or a file cannot be read.</exception>
    public static Dataset FromImageFolder(string path, ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Channels is not (1 or 3 or 4))
            throw new ArgumentException($"Expected 1, 3 or 4 Channels; there are {options.Channels}.", nameof(options));
        // checks height and width
        _ = RowFormat.Create([options.Channels, options.Height, options.Width], 0);
        (string[] paths, int[] labels, string[] classes) = ImageFolder.List(path);
        RowFormat format = RowFormat.Create([options.Channels, options.Height, options.Width], 0, classNames: classes);
        var streamed = new Dataset(new ImageRows(paths, options), format, labels);
        return options.Streamed ? streamed : streamed.ToMemory();
    }

    /// <summary>Images and labels in two IDX files, as MNIST's, each as it is or compressed with gzip.</summary>
    /// <param name="imagesPath">Bytes, which become numbers from 0 to 1, or floats: [rows, height, width],
    /// [rows, channels, height, width] or [rows, features].</param>
    /// <param name="labelsPath">A byte for each row.</param>
    /// <param name="classNames">The classes' names; null for <c>0</c>, <c>1</c> and so on.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or they do not belong together.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static Dataset FromIdx(string imagesPath, string labelsPath, IReadOnlyList<string>? classNames = null)
    {
        IdxFile images = IdxFile.Read(imagesPath), labelFile = IdxFile.Read(labelsPath);
        int[] labels = labelFile.ToLabels();
        if (images.Sizes.Length < 2 || images.Sizes[0] != labels.Length)
        {
            throw new InvalidDataException(
                $"{imagesPath}: expected {labels.Length} rows, as {labelsPath} has labels; the sizes are "
                + $"[{string.Join(", ", images.Sizes)}].");
        }
        int[] shape = images.Sizes.Length == 3 ? [1, .. images.Sizes[1..]] : images.Sizes[1..];
        RowFormat format;
        try
        {
            format = RowFormat.Create(shape, 0, classNames: ClassNamesOf(labels, classNames));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{labelsPath}: {error.Message}", error);
        }
        return new Dataset(new MemoryRows(labels.Length, images.ToFloats(), []), format, labels);
    }

    /// <summary>The images of CIFAR-10's binary files, [3, 32, 32], from 0 to 1, with its ten classes.</summary>
    /// <param name="paths">At least one, such as <c>data_batch_1.bin</c>; each as it is or compressed with gzip.</param>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static Dataset FromCifar10(params IReadOnlyList<string> paths) => FromCifar(CifarFile.Ten, paths);

    /// <summary>The images of CIFAR-100's binary files, [3, 32, 32], from 0 to 1, with its hundred classes.</summary>
    /// <param name="paths">At least one, such as <c>train.bin</c>; each as it is or compressed with gzip.</param>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static Dataset FromCifar100(params IReadOnlyList<string> paths) => FromCifar100(Cifar100Labels.Fine, paths);

    /// <summary>The images of CIFAR-100's binary files, with its hundred classes or the twenty that these belong to.</summary>
    /// <param name="labels">Which of the two labels of an image.</param>
    /// <param name="paths">At least one, such as <c>train.bin</c>; each as it is or compressed with gzip.</param>
    /// <exception cref="ArgumentException">There are no such labels, or no paths.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static Dataset FromCifar100(Cifar100Labels labels, params IReadOnlyList<string> paths) => FromCifar(
        labels switch
        {
            Cifar100Labels.Fine => CifarFile.Fine,
            Cifar100Labels.Coarse => CifarFile.Coarse,
            _ => throw new ArgumentOutOfRangeException(nameof(labels), labels, "Expected Fine or Coarse."),
        }, paths);

    private static Dataset FromCifar(CifarFile kind, IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("Expected at least one file; there are none.", nameof(paths));
        var pixels = new FloatRows("inputs");
        var labels = new List<int>();
        foreach (string path in paths)
            kind.Read(path, pixels, labels);
        RowFormat format = RowFormat.Create([CifarFile.Channels, CifarFile.Size, CifarFile.Size], 0, classNames: kind.Classes);
        return new Dataset(new MemoryRows(labels.Count, pixels.ToArray(), []), format, [.. labels]);
    }
}
