using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepTrain.Training.Tests.Samples;

public sealed class DigitImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_convolutional_network_reads_digits_better_than_the_dense_one()
    {
        (int code, string output, string errors) = await SampleProgram.RunAsync(
            "DigitImages", _folder.Path, "--sheet", "sheet.png", "--save", "digits.safetensors", "--report", "report.html", "--threads", "2");

        Assert.Equal((0, ""), (code, errors));
        double[] accuracies = [.. Regex.Matches(output, @": (0\.\d+|1\.0+) of").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, accuracies.Length);
        Assert.InRange(accuracies[0], 0.985, 1);
        Assert.True(accuracies[0] > accuracies[1], output);
        Assert.Equal(
            ["digits.safetensors", "report.html", "sheet.png"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pictures_of_the_user_train_LeNet()
    {
        // a bright bar, upright or lying
        foreach ((string part, int rows) in new[] { ("train", 200), ("t10k", 50) })
        {
            byte[] pixels = new byte[rows * 784], labels = new byte[rows];
            for (int row = 0; row < rows; row++)
            {
                labels[row] = (byte)(row % 2);
                int place = 4 + row * 7 % 20;
                for (int next = 4; next < 24; next++)
                    pixels[row * 784 + (row % 2 == 0 ? next * 28 + place : place * 28 + next)] = 255;
            }
            _folder.File($"{part}-images-idx3-ubyte", [0, 0, 8, 3, .. Size(rows), .. Size(28), .. Size(28), .. pixels]);
            _folder.File($"{part}-labels-idx1-ubyte", [0, 0, 8, 1, .. Size(rows), .. labels]);
        }

        (int code, string output, string errors) = await SampleProgram.RunAsync("DigitImages", _folder.Path, "--data", ".", "--epochs", "12");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("LeNet: 1.0000 of 50 test pictures right", output, StringComparison.Ordinal);

        static byte[] Size(int size) => [0, 0, (byte)(size >> 8), (byte)size];
    }

    [Fact]
    public async Task A_folder_without_pictures_says_what_was_expected()
    {
        (int code, _, string errors) = await SampleProgram.RunAsync("DigitImages", _folder.Path, "--data", ".");

        Assert.Equal(1, code);
        Assert.Contains("expected train-images-idx3-ubyte", errors, StringComparison.Ordinal);
    }
}
