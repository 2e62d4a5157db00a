using System.Globalization;

namespace DeepTrain.Training.Tests.Samples;

/// <summary>The command for people without code.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string[] s_files = ["Network.cs", "log.csv", "model.safetensors", "report.html"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Small")]
    [InlineData("Deep")]
    public async Task Prices_are_predicted_far_better_than_by_their_mean(string size)
    {
        WriteHouses(600);

        (int code, string output, string errors) = await SampleProgram.RunAsync(
            "Train", _folder.Path, "houses.csv", "--target", "price", "--epochs", "60", "--size", size);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("price is predicted as a number", output, StringComparison.Ordinal);
        Assert.Contains("id is left out: it has text, such as \"H0\"", output, StringComparison.Ordinal);
        Assert.Contains("city has 3 categories", output, StringComparison.Ordinal);
        Assert.Contains("gaps, filled with the median", output, StringComparison.Ordinal);
        double explained = double.Parse(output[(output.IndexOf("R2 ", output.IndexOf("Test:", StringComparison.Ordinal), StringComparison.Ordinal) + 3)..]
            .Split('\n')[0].TrimEnd('.'), CultureInfo.InvariantCulture);
        Assert.InRange(explained, 0.9, 1);
        Assert.DoesNotContain(output, character => char.IsControl(character) && character is not ('\n' or '\r'));
        Assert.Equal(s_files, Files("trained"));
        string source = File.ReadAllText(Path.Combine(_folder.Path, "trained", "Network.cs"));
        Assert.Contains("[Input(5)]", source, StringComparison.Ordinal);
        Assert.Contains("[MeanSquaredError]", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_are_told_apart_and_the_same_seed_gives_the_same_network()
    {
        _folder.File("points.csv", "x;y;side\n" + string.Join('\n', Enumerable.Range(0, 300).Select(row =>
        {
            double x = Math.Sin(row * 12.9), y = Math.Cos(row * 78.2);
            return string.Create(CultureInfo.InvariantCulture, $"{x};{y};{(x * y > 0 ? "in" : "out")}");
        })));

        string[] arguments = ["points.csv", "--target", "side", "--delimiter", ";", "--epochs", "100", "--size", "Medium", "--out"];
        (int code, string output, string errors) = await SampleProgram.RunAsync("Train", _folder.Path, [.. arguments, "one"]);
        await SampleProgram.RunAsync("Train", _folder.Path, [.. arguments, "two"]);

        Assert.Equal((0, ""), (code, errors));
        double right = double.Parse(output[(output.IndexOf("Test: ", StringComparison.Ordinal) + 6)..].Split('%')[0], CultureInfo.InvariantCulture);
        Assert.InRange(right, 85, 100);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder.Path, "one", "model.safetensors")), File.ReadAllBytes(Path.Combine(_folder.Path, "two", "model.safetensors")));
        Assert.Contains("[BinaryCrossEntropy]", File.ReadAllText(Path.Combine(_folder.Path, "one", "Network.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("houses.csv --target prize", "expected a column \"prize\"; the columns are id, area, rooms, city, price")]
    [InlineData("none.csv --target price", "none.csv")]
    [InlineData("houses.csv --target id", "for each class of id")]
    [InlineData("houses.csv --target price --ignore area rooms city", "id is left out")]
    [InlineData("houses.csv --target price --out houses.csv", "houses.csv is a file")]
    [InlineData("houses.csv --target price --epochs 0", "at least 1; it is 0")]
    [InlineData("houses.csv --target city --kind Regression", "line 2, column \"city\"")]
    public async Task What_cannot_be_done_is_said_and_nothing_is_written(string arguments, string part)
    {
        WriteHouses(60);

        (int code, _, string errors) = await SampleProgram.RunAsync("Train", _folder.Path, arguments.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(["houses.csv"], Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    private IEnumerable<string?> Files(string folder) =>
        Directory.GetFiles(Path.Combine(_folder.Path, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    // area and city decide; rooms have gaps
    private void WriteHouses(int count) => _folder.File("houses.csv", "id,area,rooms,city,price\n" + string.Join('\n', Enumerable.Range(0, count).Select(row =>
    {
        double area = 100 + 60 * Math.Sin(row * 7.3);
        int city = row * 31 % 7 % 3;
        return string.Create(CultureInfo.InvariantCulture,
            $"H{row},{area:F1},{(row % 9 == 0 ? "NA" : $"{row % 5 + 1}")},{(char)('A' + city)},{area * (3000 + 2000 * city):F0}");
    })));
}
