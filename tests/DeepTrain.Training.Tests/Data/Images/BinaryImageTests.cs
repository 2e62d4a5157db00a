using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepTrain.Training.Tests.Data.Images;

public sealed class BinaryImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Idx_files_become_images_and_labels(bool isPacked)
    {
        string images = File("images", Idx(0x08, [2, 2, 3], [0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6]), isPacked);
        string labels = File("labels", Idx(0x08, [2], [3, 0]), isPacked);

        Dataset data = Dataset.FromIdx(images, labels);

        Assert.Equal([1, 2, 3], data.InputShape);
        Assert.Equal([3, 0], data.Labels.ToArray());
        Assert.Equal(["0", "1", "2", "3"], data.ClassNames);
        float[] row = new float[6];
        data.CopyInputs(0, row);
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], row);
        Assert.Equal(["a", "b", "c", "d"], Dataset.FromIdx(images, labels, ["a", "b", "c", "d"]).ClassNames);
    }

    [Fact]
    public void Idx_floats_are_taken_as_they_are()
    {
        byte[] numbers = new byte[16];
        float[] expected = [1.5f, -2, 1e20f, 0];
        for (int next = 0; next < 4; next++)
            BinaryPrimitives.WriteSingleBigEndian(numbers.AsSpan(4 * next), expected[next]);

        Dataset data = Dataset.FromIdx(
            File("images", Idx(0x0d, [2, 2], numbers)), File("labels", Idx(0x08, [2], [0, 1])));

        Assert.Equal([2], data.InputShape);
        Assert.Equal(expected, DatasetTests.ReadAll(data).Inputs.ToArray());
    }

    public static TheoryData<byte[], byte[], string> IdxDamages => new()
    {
        { [], [.. Idx(0x08, [1], [0])], "two zeros" },
        { [1, 2, 3, 4, 5], Idx(0x08, [1], [0]), "two zeros" },
        { Idx(0x0b, [1, 1], [0, 0]), Idx(0x08, [1], [0]), "0x0b" },
        { [0, 0, 8, 0], Idx(0x08, [1], [0]), "there are 0" },
        { [0, 0, 8, 9, 0, 0], Idx(0x08, [1], [0]), "there are 9" },
        { [0, 0, 8, 3, 0, 0, 0, 1, 0], Idx(0x08, [1], [0]), "it ends before" },
        { Idx(0x08, [1, 2], [7]), Idx(0x08, [1], [0]), "expected 2 bytes behind the header of the IDX file; there are 1" },
        { Idx(0x08, [1, 2], [7, 8, 9]), Idx(0x08, [1], [0]), "there are more" },
        { Idx(0x08, [1, 0], []), Idx(0x08, [1], [0]), "[1, 0]" },
        { Idx(0x08, [1, -5], [0]), Idx(0x08, [1], [0]), "[1, -5]" },
        { Idx(0x08, [int.MaxValue, int.MaxValue, 2], [0]), Idx(0x08, [1], [0]), "fit in memory" },
        { Idx(0x08, [2_000_000_000, 1], [0]), Idx(0x08, [1], [0]), "there are 1" },
        { Idx(0x08, [2, 1], [0, 0]), Idx(0x08, [1], [0]), "expected 1 rows" },
        { Idx(0x08, [1], [0]), Idx(0x08, [1], [0]), "the sizes are [1]" },
        { Idx(0x08, [1, 1], [0]), Idx(0x08, [1, 1], [0]), "a label for each row" },
    };

    [Theory]
    [MemberData(nameof(IdxDamages), DisableDiscoveryEnumeration = true)]
    public void A_damaged_idx_file_says_what_was_expected(byte[] images, byte[] labels, string part)
    {
        string imagesPath = File("images", images), labelsPath = File("labels", labels);

        string message = Assert.Throws<InvalidDataException>(() => Dataset.FromIdx(imagesPath, labelsPath)).Message;

        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_without_a_class_is_an_error()
    {
        string images = File("images", Idx(0x08, [1, 1], [0])), labels = File("labels", Idx(0x08, [1], [2]));

        string message = Assert.Throws<InvalidDataException>(() => Dataset.FromIdx(images, labels, ["a", "b"])).Message;

        Assert.Contains("that of row 0 is 2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cifar_files_follow_each_other(bool isPacked)
    {
        string first = File("1.bin", [.. Cifar(3, 51), .. Cifar(9, 255)], isPacked);
        string second = File("2.bin", Cifar(0, 0), isPacked);

        Dataset data = Dataset.FromCifar10(first, second);

        Assert.Equal([3, 32, 32], data.InputShape);
        Assert.Equal([3, 9, 0], data.Labels.ToArray());
        Assert.Equal(("cat", "truck"), (data.ClassNames[3], data.ClassNames[9]));
        float[] row = new float[3072];
        data.CopyInputs(0, row);
        Assert.All(row, pixel => Assert.Equal(0.2f, pixel));
    }

    [Fact]
    public void Cifar_100_has_two_labels_for_an_image()
    {
        byte[] pixels = Cifar(0, 51)[1..];
        string path = File("train.bin", [17, 47, .. pixels, 0, 99, .. pixels]);

        Dataset fine = Dataset.FromCifar100(path), coarse = Dataset.FromCifar100(Cifar100Labels.Coarse, path);

        Assert.Equal((100, 20), (fine.ClassNames.Count, coarse.ClassNames.Count));
        Assert.Equal(("maple_tree", "worm"), (fine.ClassNames[fine.Labels[0]], fine.ClassNames[fine.Labels[1]]));
        Assert.Equal(("trees", "aquatic_mammals"), (coarse.ClassNames[coarse.Labels[0]], coarse.ClassNames[coarse.Labels[1]]));
        float[] row = new float[3072];
        fine.CopyInputs(1, row);
        Assert.All(row, pixel => Assert.Equal(0.2f, pixel));
        string damaged = File("damaged.bin", [20, 3, .. pixels]);
        Assert.Contains("from 0 to 19", Assert.Throws<InvalidDataException>(() => Dataset.FromCifar100(Cifar100Labels.Coarse, damaged)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_cifar_file_says_what_was_expected()
    {
        AssertError([], "image 0 has 0");
        AssertError([.. Cifar(1, 2), 5], "image 1 has 1");
        AssertError(Cifar(10, 2), "that of image 0 is 10");
        Assert.Throws<ArgumentException>(() => Dataset.FromCifar10());
        Assert.ThrowsAny<IOException>(() => Dataset.FromCifar10(_folder.Path));

        void AssertError(byte[] bytes, string part)
        {
            string path = File("a.bin", bytes);
            string message = Assert.Throws<InvalidDataException>(() => Dataset.FromCifar10(path)).Message;
            Assert.Contains(part, message, StringComparison.Ordinal);
            Assert.Contains(path, message, StringComparison.Ordinal);
        }
    }

    private string File(string name, byte[] bytes, bool isPacked = false)
    {
        if (!isPacked)
            return _folder.File(name, bytes);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return _folder.File(name + ".gz", packed.ToArray());
    }

    private static byte[] Idx(byte type, int[] sizes, byte[] data)
    {
        byte[] header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (type, (byte)sizes.Length);
        for (int next = 0; next < sizes.Length; next++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * next), sizes[next]);
        return [.. header, .. data];
    }

    private static byte[] Cifar(byte label, byte pixel) => [label, .. Enumerable.Repeat(pixel, 3072)];
}
