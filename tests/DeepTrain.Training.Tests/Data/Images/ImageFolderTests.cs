using CsCheck;

namespace DeepTrain.Training.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageOptions Small = new() { Height = 2, Width = 3 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folders_are_classes_and_pixels_go_channel_by_channel(bool isStreamed)
    {
        _folder.File("dogs/b.PNG", ImageBytes.Png(3, 2, (x, y) => ((byte)(10 * x), (byte)(100 * y), 255)));
        _folder.File("cats/a.png", ImageBytes.Png(3, 2, (x, y) => (0, (byte)(x + 3 * y), 51)));
        _folder.File("cats/.hidden.png", [1, 2, 3]);
        _folder.File("cats/notes.txt", [1, 2, 3]);
        _folder.File(".git/c.png", [1, 2, 3]);

        Dataset data = Dataset.FromImageFolder(_folder.Path, Small with { Streamed = isStreamed });

        Assert.Equal(["cats", "dogs"], data.ClassNames);
        Assert.Equal([0, 1], data.Labels.ToArray());
        Assert.Equal([3, 2, 3], data.InputShape);
        Assert.Equal(isStreamed, data.IsStreamed);
        float[] expected =
        [
            0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 51, 51, 51, 51, 51, 51,
            0, 10, 20, 0, 10, 20, 0, 0, 0, 100, 100, 100, 255, 255, 255, 255, 255, 255,
        ];
        Assert.Equal(expected.Select(value => value / 255), [.. DatasetTests.ReadAll(data).Inputs]);
    }

    [Fact]
    public void A_jpeg_is_read_and_made_grey()
    {
        _folder.File("a/a.jpg", ImageBytes.Jpeg(40, 200, 128, 0, 255));
        _folder.File("b/b.png", ImageBytes.Png(40, 8, (_, _) => (255, 255, 255)));

        Dataset data = Dataset.FromImageFolder(_folder.Path, new() { Height = 8, Width = 40, Channels = 1 });

        float[] pixels = [.. DatasetTests.ReadAll(data).Inputs];
        Assert.Equal([1, 8, 40], data.InputShape);
        float[] greys = [40, 200, 128, 0, 255];
        for (int pixel = 0; pixel < 320; pixel++)
            Assert.Equal(greys[pixel % 40 / 8] / 255, pixels[pixel], 1.01 / 255);
        Assert.All(pixels[320..], pixel => Assert.Equal(1, pixel, 1e-2));
    }

    [Fact]
    public void Portable_maps_are_read_as_text_and_binary()
    {
        // 3 x 2, with comments; 16 bits have the high byte first
        float[] grey = Pixels("P2 # one\n3 2 # two\n15\n0 1 2\n3 4 15", 1);
        Assert.Equal([0f, 17 / 255f, 34 / 255f, 51 / 255f, 68 / 255f, 1f], grey);
        Assert.Equal(grey, Pixels("P5\n3 2\n15\n\0\u0001\u0002\u0003\u0004\u000f", 1));
        Assert.Equal(grey, Pixels("P5 3 2 3840 \0\0\u0001\0\u0002\0\u0003\0\u0004\0\u000f\0", 1));
        float[] colours = Pixels("P3 3 2 255 255 0 0  0 255 0  0 0 255  0 0 0  9 9 9  255 255 255", 3);
        Assert.Equal([1f, 0, 0, 0, 9 / 255f, 1], colours[..6]);
        Assert.Equal([0f, 0, 1, 0, 9 / 255f, 1], colours[12..]);
        Assert.Equal([76 / 255f, 149 / 255f, 28 / 255f, 0, 9 / 255f, 1],
            Pixels("P6 3 2 255 \u00ff\0\0\0\u00ff\0\0\0\u00ff\0\0\0\t\t\t\u00ff\u00ff\u00ff", 1));
        // grey in colours and with opacity
        Assert.Equal([.. grey, .. grey, .. grey, .. Enumerable.Repeat(1f, 6)], Pixels("P2 3 2 15 0 1 2 3 4 15", 4));

        float[] Pixels(string text, int channels)
        {
            string path = _folder.File("a.ppm", System.Text.Encoding.Latin1.GetBytes(text));
            float[] pixels = new float[6 * channels];
            ImageFile.Read(path, new ImageOptions { Channels = channels, Height = 2, Width = 3 }, pixels);
            return pixels;
        }
    }

    [Fact]
    public void A_resized_image_is_what_a_plain_filter_gives() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 3]).SelectMany(
            sizes => Gen.Byte.Array[sizes.Item1 * sizes.Item2 * sizes.Item5].Select(bytes => (sizes, bytes)))
        .Sample(sample =>
        {
            ((int height, int width, int newHeight, int newWidth, int channels), byte[] bytes) = sample;
            float[] actual = new float[channels * newHeight * newWidth];
            ImageResize.Apply(
                bytes, new ImageShape(channels, height, width), actual, new ImageShape(channels, newHeight, newWidth));
            for (int next = 0; next < actual.Length; next++)
            {
                int channel = next / newWidth / newHeight, row = next / newWidth % newHeight, column = next % newWidth;
                double sum = 0, weights = 0;
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        double weight = Triangle(y, height, row, newHeight) * Triangle(x, width, column, newWidth);
                        sum += weight * bytes[(y * width + x) * channels + channel] / 255;
                        weights += weight;
                    }
                }
                Assert.Equal(sum / weights, actual[next], 1e-5);
            }
        });

    [Fact]
    public void A_damaged_image_is_an_error_that_names_it()
    {
        byte[] png = ImageBytes.Png(9, 9, (x, y) => ((byte)(x * y), (byte)x, (byte)y)), jpeg = ImageBytes.Jpeg(1, 2, 3);
        _folder.File("b/good.png", png);
        byte[] flipped = [.. png];
        flipped[png.Length / 2] ^= 1;
        var damages = new List<(byte[] Bytes, string Part)>
        {
            (flipped, "checksum"),
            ([], "first bytes"),
            ([1, 2, 3, 4], "first bytes"),
            ([.. "GIF89a"u8], "first bytes"),
            // maps: no numbers, more pixels than bytes, sizes whose product is more than 64 bits, a value above the largest
            ([.. "P5\nwide"u8], "a width at byte 3, but there is \"wide\""),
            ([.. "P5 2 2"u8], "a largest value at byte 6, but the file ends"),
            ([.. "P5 0 2 255 "u8], "a width of at least 1"),
            ([.. "P5 2 2 70000 abcd"u8], "at most 65535"),
            ([.. "P6 2 2 255\nabcdefghijk"u8], "behind it there are 11 bytes"),
            ([.. "P6 2147483647 2147483647 65535\n"u8], "behind it there are 0 bytes"),
            ([.. "P2 2 2 9\n1 2 3 10"u8], "from 0 to 9"),
            (jpeg[..^2], "cut off"),
            // 65,535 x 65,535 pixels in a hundred bytes; and a header behind which there is nothing but the end
            (Tall(jpeg), "pixels"),
            ([.. jpeg[..71], 0xff, 0xd9], "decoded"),
            ([0xff, 0xd8, 0xff, 0xd9], "decoded"),
            ([.. png[..8], .. ImageBytes.Chunk("IEND", [])], "decoded"),
            // a header of 65,536 x 65,536 pixels, and no pixel
            ([.. png[..8], .. ImageBytes.Chunk("IHDR", [0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0]), .. png[^12..]], "decoded"),
        };
        for (int length = 8; length < png.Length; length += 5)
            damages.Add((png[..length], "cut off"));
        foreach ((byte[] bytes, string part) in damages)
        {
            string path = _folder.File("a/damaged.png", bytes);
            string message = Assert.Throws<InvalidDataException>(() => Dataset.FromImageFolder(_folder.Path, Small)).Message;
            Assert.Contains(path, message, StringComparison.Ordinal);
            Assert.Contains(part, message, StringComparison.Ordinal);

            // a streamed set finds it as it is read, and reads the others
            Dataset streamed = Dataset.FromImageFolder(_folder.Path, Small with { Streamed = true });
            Assert.Throws<InvalidDataException>(() => streamed.CopyInputs(0, new float[18]));
            streamed.CopyInputs(1, new float[18]);
        }
    }

    [Fact]
    public void Rubbish_is_an_error_and_nothing_worse() => Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 4]).Sample(
        (bytes, kind) =>
        {
            // behind a start that is right, or after one byte of a whole image was changed
            byte[] jpeg = ImageBytes.Jpeg(9, 8, 7);
            if (kind == 2 && bytes.Length > 1)
                jpeg[bytes[0] % jpeg.Length] = bytes[1];
            byte[] file = kind switch
            {
                0 => bytes,
                1 => [0xff, 0xd8, 0xff, .. bytes, 0xff, 0xd9],
                2 => jpeg,
                3 => [.. "P6 "u8, .. bytes],
                _ => [.. "P5 3 4 255 "u8, .. bytes],
            };
            string path = _folder.File($"rubbish-{Environment.CurrentManagedThreadId}/a.jpg", file);
            try
            {
                ImageFile.Read(path, Small, new float[18]);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message, StringComparison.Ordinal);
            }
        }, iter: 300);

    [Fact]
    public void A_folder_without_what_is_expected_says_so()
    {
        Assert.Throws<DirectoryNotFoundException>(() => Read());
        Directory.CreateDirectory(Root);
        Assert.Contains("a folder for each class", Assert.Throws<InvalidDataException>(() => Read()).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(Root, "empty"));
        Assert.Contains("at least two classes; there is only \"empty\"", Assert.Throws<InvalidDataException>(() => Read()).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(Root, "other"));
        Assert.Contains("there are none", Assert.Throws<InvalidDataException>(() => Read()).Message,
            StringComparison.Ordinal);
        _folder.File("root/empty/a.webp", [1]);
        Assert.Contains("a.webp", Assert.Throws<InvalidDataException>(() => Read()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dataset.FromImageFolder(Root, Small with { Channels = 2 }));
        Assert.Throws<ArgumentException>(() => Dataset.FromImageFolder(Root, Small with { Height = 0 }));

        Dataset Read() => Dataset.FromImageFolder(Root, Small);
    }

    private static byte[] Tall(byte[] jpeg)
    {
        byte[] tall = [.. jpeg];
        int frame = tall.AsSpan().IndexOf([(byte)0xff, (byte)0xc0]);
        tall.AsSpan(frame + 5, 4).Fill(0xff);
        return tall;
    }

    private string Root => Path.Combine(_folder.Path, "root");

    // the weight of a pixel, by the distance of centres in pixels of the coarser image
    private static double Triangle(int pixel, int size, int newPixel, int newSize)
    {
        double scale = (double)size / newSize;
        return Math.Max(0, 1 - Math.Abs(pixel + 0.5 - (newPixel + 0.5) * scale) / Math.Max(1, scale));
    }
}
