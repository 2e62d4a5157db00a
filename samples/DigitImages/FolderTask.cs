using DeepTrain;

/// <summary>Pictures from files of the user: IDX, as MNIST's, or CIFAR-10's.</summary>
public static class FolderTask
{
    private static readonly string[] s_packed = ["", ".gz"];

    /// <exception cref="InvalidDataException">There is neither in the folder, or there are no networks for what there is.</exception>
    /// <exception cref="IOException">There is no such folder, or a file cannot be read.</exception>
    public static PictureTask Create(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: expected a folder with IDX or CIFAR-10 files; there is none.");
        if (Find(folder, "train-images-idx3-ubyte", "train-images.idx3-ubyte") is string pictures)
        {
            Dataset training = Dataset.FromIdx(pictures, Need(folder, "train-labels-idx1-ubyte", "train-labels.idx1-ubyte"));
            Dataset test = Dataset.FromIdx(
                Need(folder, "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"), Need(folder, "t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"));
            Require(folder, training, [1, 28, 28]);
            return new PictureTask(
                training, test, Preprocessing.ChannelMean(), seed => new LeNet(seed),
                Augmentation.Rotate(12).Shear(10).Scale(0.85f, 1.15f).Edges(EdgePolicy.Replicate), Epochs: 20, BatchSize: 64);
        }
        string[] batches = [.. Enumerable.Range(1, 5).Select(number => Find(folder, $"data_batch_{number}.bin")).OfType<string>()];
        if (batches.Length > 0)
        {
            Dataset training = Dataset.FromCifar10(batches), test = Dataset.FromCifar10(Need(folder, "test_batch.bin"));
            return new PictureTask(
                training, test, Preprocessing.ChannelMean(), seed => new ColourPictures(seed),
                Augmentation.FlipHorizontal().Rotate(10).Scale(0.9f, 1.1f).Color(brightness: 0.1f, contrast: 0.2f), Epochs: 30, BatchSize: 64);
        }
        throw new InvalidDataException(
            $"{folder}: expected train-images-idx3-ubyte (as MNIST, with or without .gz) or data_batch_1.bin (CIFAR-10); there is neither.");
    }

    private static string? Find(string folder, params string[] names) => names
        .SelectMany(name => s_packed.Select(ending => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);

    private static string Need(string folder, params string[] names) => Find(folder, names)
        ?? throw new InvalidDataException($"{folder}: expected {names[0]} or {names[0]}.gz beside the other files; there is none.");

    // a network has its shape in the source
    private static void Require(string folder, Dataset pictures, int[] shape)
    {
        if (!pictures.InputShape.SequenceEqual(shape) || pictures.ClassNames.Count > LeNet.OutputSize)
        {
            throw new InvalidDataException(
                $"{folder}: expected pictures of [{string.Join(", ", shape)}] and at most {LeNet.OutputSize} classes, as LeNet in Networks.cs has; "
                + $"they are [{string.Join(", ", pictures.InputShape)}] of {pictures.ClassNames.Count} classes. Change [Input] and the last [Dense] there.");
        }
    }
}
