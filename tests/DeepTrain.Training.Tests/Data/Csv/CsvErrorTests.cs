using System.Text;
using CsCheck;

namespace DeepTrain.Training.Tests.Data.Csv;

public sealed class CsvErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A file and what the message has to say besides the file's name.</summary>
    public static TheoryData<string, string[]> Damages => new()
    {
        { "x,y\n1,2\n,3\n", ["line 3", "\"x\"", "finite number", "empty"] },
        { "x,y\n1,2\n\"\",3\n", ["line 3", "\"x\"", "empty"] },
        { "x,y\n1,2\n3,\n", ["line 3", "\"y\"", "empty"] },
        { "x,y\n1,2\n1.2.3,4\n", ["line 3", "\"x\"", "finite number", "\"1.2.3\"", "Categorical"] },
        { "x,y\n1,2\n3,abc\n", ["line 3", "\"y\"", "\"abc\"", "Classification"] },
        { "x,y\n1,2\nNaN,4\n", ["line 3", "\"x\"", "\"NaN\""] },
        { "x,y\n1,2\n3,-Infinity\n", ["line 3", "\"y\"", "\"-Infinity\""] },
        { "x,y\n1,NaN\n3,4\n", ["line 2", "\"y\"", "\"NaN\""] },
        { "x,y\n1,\n3,a\n", ["line 2", "\"y\"", "empty"] },
        { "x,y\n1,2\n1e39,4\n", ["line 3", "\"x\"", "\"1e39\""] },
        { "x,y\n1,2\n0x10,4\n", ["line 3", "\"0x10\""] },
        { "x,y\n1,2\n3\n", ["line 3", "2 cells", "there are 1"] },
        { "x,y\n1,2\n3,4,\n", ["line 3", "2 cells", "there are 3"] },
        { "x,y\n\"1\n\n\",2\n3\n", ["line 5", "there are 1"] },
        { "x,y\n1,2\n3,\"4\n5,6\n", ["line 3", "quote", "never closed"] },
        { "x,y\n1,2\n3,\"4\"5\n", ["line 3", "quote"] },
        { "x,y\n1,2\n3,4\"5\n", ["line 3", "quote"] },
        { "", ["empty"] },
        { "\uFEFF", ["empty"] },
        { "\n\n", ["empty"] },
        { "x,y\n", ["rows"] },
        { "x,y\n\n", ["rows"] },
        { "x,y,x\n1,2,3\n", ["line 1", "\"x\" is there twice", "column 1 and column 3"] },
        { "1,2\n3,4\n", ["line 1", "header", "\"1\"", "HasHeader = false"] },
        { "x,y\n1,2\n3\u0007,4\n", ["line 3", "\"3\\u0007\""] },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_file_is_an_error_that_says_where(string text, string[] parts)
    {
        string path = _folder.File("damaged.csv", text);
        var options = new CsvOptions { Target = "y" };
        Action[] readings =
        [
            () => Dataset.FromCsv(path, options),
            () => Dataset.FromCsv(path, options with { Streamed = true, StreamFolder = _folder.Path }),
        ];
        foreach (Action reading in readings)
            CsvTests.AssertError<InvalidDataException>(reading, [path, .. parts]);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Dataset.FromCsvAsync(path, options));
        Assert.Contains(parts[0], error.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    public static TheoryData<CsvOptions, string[]> Misuses => new()
    {
        { new() { Target = "prise" }, ["Target", "\"prise\"", "nearest: \"price\"", "[rooms, city, price]"] },
        { new() { Target = "PRICE" }, ["nearest: \"price\""] },
        { new() { Target = "quite another" }, ["there is no \"quite another\"."] },
        { new() { Target = "price", Features = ["rooms", "town"] }, ["Features", "\"town\""] },
        { new() { Target = "price", Categorical = ["ctiy"] }, ["Categorical", "nearest: \"city\""] },
        { new() { Target = "price", Categorical = ["price"] }, ["\"price\" is none", "Classification"] },
        { new() { Target = "price", Features = ["price"] }, ["in both"] },
        { new() { Target = "price", Targets = ["price"] }, ["both are set"] },
        { new() { Targets = ["price", "price"] }, ["\"price\" is there twice"] },
        { new() { Targets = ["price", "rooms"], Classification = true }, ["there are 2"] },
        { new() { Classification = true }, ["there are 0"] },
        { new() { Targets = ["price", "rooms", "city"] }, ["none is left"] },
        { new() { Target = "price", Delimiter = '"' }, ["Delimiter", "U+0022"] },
        { new() { Target = "price", Delimiter = 'é' }, ["U+00E9"] },
    };

    [Theory]
    [MemberData(nameof(Misuses), DisableDiscoveryEnumeration = true)]
    public void Options_that_do_not_fit_the_file_are_an_error(CsvOptions options, string[] parts)
    {
        string path = _folder.File("houses.csv", "rooms,city,price\n1,2,3\n");

        CsvTests.AssertError<ArgumentException>(() => Dataset.FromCsv(path, options), parts);
    }

    [Fact]
    public void A_column_without_a_number_has_nothing_to_fill_it()
    {
        string path = _folder.File("a.csv", "x,y\n,1\n,2\n");

        CsvTests.AssertError<InvalidDataException>(
            () => Dataset.FromCsv(path, new() { Target = "y", Missing = Missing.Mean }), path, "\"x\"", "all are empty");
    }

    [Fact]
    public void Names_of_rows_are_no_categories()
    {
        string rows = string.Concat(Enumerable.Range(0, 10_050).Select(row => $"r{row},1\n"));
        string path = _folder.File("a.csv", "id,y\n" + rows);

        CsvTests.AssertError<InvalidDataException>(
            () => Dataset.FromCsv(path, new() { Target = "y", Categorical = ["id"] }), "line 10002", "10000 categories");
        CsvTests.AssertError<InvalidDataException>(
            () => Dataset.FromCsv(path, new() { Target = "id" }), path, "line 10002", "10000 classes");
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_one_short_error()
    {
        string digits = _folder.File(
            "digits.csv", [.. Encoding.ASCII.GetBytes("x,y\n"), .. Enumerable.Repeat((byte)'7', 10_000_000)]);
        string name = _folder.File("name.csv", [.. Enumerable.Repeat((byte)'a', 10_000_000)]);
        string cell = _folder.File(
            "cell.csv", [.. Encoding.ASCII.GetBytes("x,y\n1,"), .. Enumerable.Repeat((byte)'7', 10_000_000)]);

        CsvTests.AssertError<InvalidDataException>(
            () => Dataset.FromCsv(digits, new() { Target = "y" }), "line 2", "there are 1");
        CsvTests.AssertError<ArgumentException>(() => Dataset.FromCsv(name, new() { Target = "y" }), name, "\"y\"");
        CsvTests.AssertError<InvalidDataException>(() => Dataset.FromCsv(cell, new() { Target = "y" }), "line 2", "\"777");
    }

    [Fact]
    public void Rubbish_is_an_error_and_nothing_worse() => Gen.Byte.Array[0, 3000].Sample(bytes =>
    {
        try
        {
            Dataset.FromCsv(new MemoryStream(bytes), new() { Target = "y" });
            Assert.Fail("No such file has a column y with numbers below it.");
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            Assert.NotEmpty(error.Message);
        }
    });

    [Fact]
    public void What_is_no_file_is_said_to_be_none()
    {
        Assert.ThrowsAny<IOException>(() => Dataset.FromCsv(Path.Combine(_folder.Path, "none.csv"), new()));
        Assert.Contains("directory", Assert.ThrowsAny<IOException>(() => Dataset.FromCsv(_folder.Path, new())).Message,
            StringComparison.Ordinal);
        string packed = _folder.File("packed.csv", [0x1f, 0x8b, 1, 2, 3]);
        Assert.ThrowsAny<InvalidDataException>(() => Dataset.FromCsv(packed, new()));
    }
}
