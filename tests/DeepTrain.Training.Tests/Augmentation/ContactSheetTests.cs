namespace DeepTrain.Training.Tests.Augmentations;

public sealed class ContactSheetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_line_has_the_picture_and_then_its_epochs(int channels)
    {
        const int Pictures = 3, Height = 4, Width = 6, Epochs = 5;
        float[] pixels = [.. Enumerable.Range(0, Pictures * channels * Height * Width).Select(next => (float)(next * 37 % 101))];
        int size = channels * Height * Width;
        Dataset data = Dataset.FromArrays(pixels, [0, 1, 0], new() { InputShape = [channels, Height, Width] });
        Augmentation augmentation = Augmentation.FlipHorizontal().Rotate(20);
        string path = Path.Combine(_folder.Path, "sheet.png");

        ContactSheet.Write(path, data, augmentation, new() { Pictures = 9, Epochs = Epochs, Seed = 5, Magnify = 2 });

        int sheetWidth = (1 + Epochs) * (2 + 2 * Width) + 2, sheetHeight = Pictures * (2 + 2 * Height) + 2;
        float[] sheet = new float[channels * sheetHeight * sheetWidth];
        // the reader of image files is the other side
        ImageFile.Read(path, new ImageOptions { Channels = channels, Height = sheetHeight, Width = sheetWidth }, sheet);
        for (int row = 0; row < Pictures; row++)
        {
            float[] original = pixels[(row * size)..((row + 1) * size)];
            float least = original.Min(), scale = 1 / (original.Max() - least);
            for (int epoch = -1; epoch < Epochs; epoch++)
            {
                float[] expected = [.. original];
                if (epoch >= 0)
                    augmentation.Apply(expected, data.InputShape, 5, epoch, row);
                for (int next = 0; next < size; next++)
                {
                    int channel = next / (Height * Width), y = next / Width % Height, x = next % Width;
                    foreach ((int dy, int dx) in new[] { (0, 0), (1, 1) })
                    {
                        int line = 2 + row * (2 + 2 * Height) + 2 * y + dy, column = 2 + (epoch + 1) * (2 + 2 * Width) + 2 * x + dx;
                        float actual = sheet[(channel * sheetHeight + line) * sheetWidth + column];
                        Assert.Equal(Math.Clamp((expected[next] - least) * scale, 0, 1), actual, 0.51 / 255);
                    }
                }
            }
        }
        Assert.Equal(1, sheet[0]);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_and_the_old_sheet_stays()
    {
        string path = _folder.File("sheet.png", [1, 2, 3]);
        Dataset rows = Dataset.FromArrays(new float[6], [0, 1]);
        Dataset pictures = Dataset.FromArrays(new float[8], [0, 1], new() { InputShape = [1, 2, 2] });

        Assert.Contains("the rows' shape is [3]", Refused(rows, null, null), StringComparison.Ordinal);
        Assert.Contains("3 channels", Refused(pictures, Augmentation.Color(saturation: 0.5f), null), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refused(pictures, null, new() { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("pixels", Refused(pictures, null, new() { Magnify = int.MaxValue }), StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => ContactSheet.Write(Path.Combine(_folder.Path, "none", "sheet.png"), pictures));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));

        string Refused(Dataset data, Augmentation? augmentation, ContactSheetOptions? options) =>
            Assert.Throws<ArgumentException>(() => ContactSheet.Write(path, data, augmentation, options)).Message;
    }
}
