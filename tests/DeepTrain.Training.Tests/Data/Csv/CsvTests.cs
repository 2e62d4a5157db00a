using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;

namespace DeepTrain.Training.Tests.Data.Csv;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Columns_become_inputs_and_a_target(bool isStreamed)
    {
        CsvOptions options = Options(isStreamed) with { Target = "price", Categorical = ["city"] };
        string path = _folder.File("houses.csv", "rooms,city,price,area\n3,Rome,10.5,1e2\n4,Oslo,-2,70\n5,Rome,0.25,.5\n");

        foreach (Dataset data in new[] { Dataset.FromCsv(path, options), await Dataset.FromCsvAsync(path, options) })
        {
            using (data)
            {
                Assert.Equal(isStreamed, data.IsStreamed);
                Assert.Equal(["rooms", "city=Oslo", "city=Rome", "area"], data.InputNames);
                Assert.Equal(["price"], data.TargetNames);
                Assert.Equal([3, 0, 1, 100, 4, 1, 0, 70, 5, 0, 1, 0.5f], DatasetTests.ReadAll(data).Inputs.ToArray());
                Assert.Equal([10.5f, -2, 0.25f], DatasetTests.ReadAll(data).Targets.ToArray());
                Batch batch = data.CreateBatch();
                data.Read([2, 0, 0, 1, 2], batch);
                Assert.Equal([0.25f, 10.5f, 10.5f, -2, 0.25f], batch.Targets.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_target_of_text_is_a_class(bool isStreamed)
    {
        string path = _folder.File("iris.csv", "width,kind\n1,virginica\n2,setosa\n3,virginica\n");

        using Dataset data = Dataset.FromCsv(path, Options(isStreamed) with { Target = "kind" });

        Assert.Equal(["setosa", "virginica"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
        Assert.Equal(0, data.TargetSize);
        Assert.Equal([3, 1], [.. DatasetTests.ReadAll(data.Subset([2, 0])).Inputs]);
    }

    [Fact]
    public void Numbers_are_classes_where_that_is_chosen_and_come_by_value()
    {
        string path = _folder.File("digits.csv", "x,y\n1,10\n2,9\n3,-1\n4,10\n");

        Assert.Equal([10, 9, -1, 10], [.. DatasetTests.ReadAll(Dataset.FromCsv(path, new() { Target = "y" })).Targets]);
        Dataset classes = Dataset.FromCsv(path, new() { Target = "y", Classification = true });
        Assert.Equal(["-1", "9", "10"], classes.ClassNames);
        Assert.Equal([2, 1, 0, 2], classes.Labels.ToArray());
    }

    [Fact]
    public void Order_and_number_of_columns_are_the_options()
    {
        string path = _folder.File("a.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n");

        Dataset data = Dataset.FromCsv(path, new() { Features = ["c", "a"], Targets = ["d", "b"] });
        Dataset inputs = Dataset.FromCsv(path, new());

        Assert.Equal([3, 1, 7, 5], [.. DatasetTests.ReadAll(data).Inputs]);
        Assert.Equal([4, 2, 8, 6], [.. DatasetTests.ReadAll(data).Targets]);
        Assert.Equal((4, 0, false), (inputs.InputSize, inputs.TargetSize, inputs.HasLabels));
    }

    public static TheoryData<string> SameContents =>
    [
        "a,b,c\n1,x,5\n2,\"y,\n\"\"z\"\"\",6\n",
        "a,b,c\r\n1,x,5\r\n2,\"y,\n\"\"z\"\"\",6\r\n",
        "\uFEFFa,b,c\n1,x,5\n2,\"y,\n\"\"z\"\"\",6",
        "\n\na, b ,c\n\n 1 ,x , 5\n\n2,\"y,\n\"\"z\"\"\",6\n\n\n",
        "\"a\",\"b\",\"c\"\n\"1\",\"x\",\"5\"\n\"2\",\"y,\n\"\"z\"\"\",\"6\"\n",
        "a;b;c\n1;x;5\n2;\"y,\n\"\"z\"\"\";6\n",
        "a\tb\tc\n1\tx\t5\n2\t\"y,\n\"\"z\"\"\"\t6\n",
    ];

    [Theory]
    [MemberData(nameof(SameContents))]
    public void Quotes_line_ends_marks_and_delimiters_change_no_number(string text)
    {
        char delimiter = text.First(character => character is ',' or ';' or '\t');
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string plain = _folder.File("plain.csv", bytes), packed = _folder.File("packed.csv", Pack(bytes));
        CsvOptions options = new() { Target = "c", Categorical = ["b"], Delimiter = delimiter };

        Dataset[] all =
        [
            Dataset.FromCsv(plain, options), Dataset.FromCsv(packed, options),
            Dataset.FromCsv(new MemoryStream(bytes), options),
        ];
        foreach (Dataset data in all)
        {
            Assert.Equal(["a", "b=x", "b=y,\n\"z\""], data.InputNames);
            Assert.Equal([1, 1, 0, 2, 0, 1], [.. DatasetTests.ReadAll(data).Inputs]);
            Assert.Equal([5, 6], [.. DatasetTests.ReadAll(data).Targets]);
        }
    }

    [Fact]
    public void A_file_without_a_header_has_numbered_columns()
    {
        string path = _folder.File("a.csv", "1,2\n3,4\n");

        Dataset data = Dataset.FromCsv(path, new() { HasHeader = false, Target = "1" });

        Assert.Equal(["0"], data.InputNames);
        Assert.Equal([1, 3], [.. DatasetTests.ReadAll(data).Inputs]);
        Assert.Equal([2, 4], [.. DatasetTests.ReadAll(data).Targets]);
    }

    [Fact]
    public void Numbers_may_be_of_another_culture()
    {
        var culture = new CultureInfo("", useUserOverride: false)
        {
            NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
        };
        string path = _folder.File("a.csv", "x;y\n1,5;2\n");

        Dataset data = Dataset.FromCsv(path, new() { Target = "y", Delimiter = ';', Culture = culture });

        Assert.Equal([1.5f], [.. DatasetTests.ReadAll(data).Inputs]);
        Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(path, new() { Target = "y", Delimiter = ';' }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Empty_cells_are_filled_as_is_chosen(bool isStreamed)
    {
        string path = _folder.File("a.csv", "x,k,y\n1,a,0\n,a,0\n4,,0\n?,b,0\n10,b,0\n");
        float[] Inputs(Missing missing)
        {
            using Dataset data = Dataset.FromCsv(
                path,
                Options(isStreamed) with { Target = "y", Categorical = ["k"], Missing = missing, MissingTexts = ["?"] });
            return [.. DatasetTests.ReadAll(data).Inputs];
        }

        Assert.Equal([1, 1, 0, 5, 1, 0, 4, 0, 0, 5, 0, 1, 10, 0, 1], Inputs(Missing.Mean));
        Assert.Equal([1, 1, 0, 4, 1, 0, 4, 0, 0, 4, 0, 1, 10, 0, 1], Inputs(Missing.Median));
        Assert.Equal([1, 1, 0, -7, 1, 0, 4, 0, 0, -7, 0, 1, 10, 0, 1], Inputs(Missing.Fill(-7)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Missing.Fill(float.NaN));
    }

    [Fact]
    public async Task The_schema_of_one_file_reads_another_and_single_rows()
    {
        string train = _folder.File("train.csv", "x,city,kind\n1,Rome,b\n3,Oslo,a\n");
        CsvOptions options = new() { Target = "kind", Categorical = ["city"], Missing = Missing.Mean };
        Dataset first = Dataset.FromCsv(train, options);
        CsvSchema schema = first.Split(0.5, 0.5, new SplitOptions { TimeOrdered = true, AllowAbsentClasses = true })
            .Training.Schema!;

        // other columns, another order, one class only, an empty cell
        Dataset other = schema.Read(_folder.File("test.csv", "kind,more,city,x\nb,?,Oslo,\nb,?,Rome,8\n"));
        Dataset toPredict = await schema.ReadAsync(_folder.File("new.csv", "city,x\nOslo,5\n"));

        Assert.Equal([2, 1, 0, 8, 0, 1], [.. DatasetTests.ReadAll(other).Inputs]);
        Assert.Equal([1, 1], other.Labels.ToArray());
        Assert.Equal(["a", "b"], other.ClassNames);
        Assert.Equal([5, 1, 0], [.. DatasetTests.ReadAll(toPredict).Inputs]);
        Assert.False(toPredict.HasLabels);

        float[] inputs = new float[3];
        schema.Encode(new Dictionary<string, string> { ["x"] = " 7 ", ["city"] = "Rome", ["more"] = "z" }, inputs);
        Assert.Equal([7, 0, 1], inputs);
        schema.Encode(new Dictionary<string, string> { ["city"] = "Oslo" }, inputs);
        Assert.Equal([2, 1, 0], inputs);
    }

    [Fact]
    public void What_was_unknown_has_a_defined_answer()
    {
        string train = _folder.File("train.csv", "x,city,kind\n1,Rome,b\n3,Oslo,a\n");
        string other = _folder.File("new.csv", "x,city,kind\n5,Rome,a\n2,Paris,a\n");
        string otherClass = _folder.File("class.csv", "x,city,kind\n5,Rome,c\n");
        CsvOptions options = new() { Target = "kind", Categorical = ["city"] };
        CsvSchema strict = Dataset.FromCsv(train, options).Schema!;
        CsvSchema zeros = Dataset.FromCsv(train, options with { UnknownCategory = UnknownCategory.Zeros }).Schema!;

        AssertError<InvalidDataException>(
            () => strict.Read(other), other, "line 3", "\"city\"", "[Oslo, Rome]", "\"Paris\"");
        Assert.Equal([5, 0, 1, 2, 0, 0], [.. DatasetTests.ReadAll(zeros.Read(other)).Inputs]);
        AssertError<InvalidDataException>(() => zeros.Read(otherClass), "line 2", "\"kind\"", "[a, b]", "\"c\"");

        float[] inputs = [9, 9, 9];
        AssertError<ArgumentException>(() => Encode(strict, "1", "Paris"), "\"city\"", "\"Paris\"");
        AssertError<ArgumentException>(() => Encode(strict, "NaN", "Rome"), "\"x\"", "finite", "\"NaN\"");
        AssertError<ArgumentException>(() => Encode(strict, "", "Rome"), "\"x\"", "empty");
        AssertError<ArgumentException>(() => Encode(strict, "1", ""), "\"city\"", "empty");
        AssertError<ArgumentException>(() => strict.Encode(new Dictionary<string, string>(), inputs), "\"x\"", "absent");
        Assert.Equal([9, 9, 9], inputs);
        Encode(zeros, "1", "Paris");
        Assert.Equal([1, 0, 0], inputs);

        void Encode(CsvSchema schema, string x, string city) =>
            schema.Encode(new Dictionary<string, string> { ["x"] = x, ["city"] = city }, inputs);
    }

    [Fact]
    public void Any_numbers_survive_text() =>
        Gen.Float.Where(float.IsFinite).Array[1, 40].Sample(values =>
        {
            IEnumerable<string> cells = values.Select(value => value.ToString("R", CultureInfo.InvariantCulture));
            byte[] text = Encoding.UTF8.GetBytes("x\n" + string.Join('\n', cells));
            Dataset data = Dataset.FromCsv(new MemoryStream(text), new());
            Assert.Equal(values, DatasetTests.ReadAll(data).Inputs.ToArray());
        });

    [Fact]
    public void A_streamed_set_is_the_one_in_memory_and_leaves_no_file()
    {
        var text = new StringBuilder("a,b,k,y\n");
        for (int row = 0; row < 3000; row++)
            text.Append(CultureInfo.InvariantCulture, $"{row},{(row % 7 == 0 ? "" : row * 3)},k{row % 13},{row % 5}\n");
        string path = _folder.File("a.csv", text.ToString());
        CsvOptions options = new() { Target = "y", Categorical = ["k"], Missing = Missing.Median };
        Dataset memory = Dataset.FromCsv(path, options);

        using (Dataset streamed = Dataset.FromCsv(path, options with { Streamed = true, StreamFolder = _folder.Path }))
        {
            int[] order = [.. Permutation.Create(3000, 1)];
            Batch one = memory.CreateBatch(), other = streamed.CreateBatch();
            memory.Read(order, one);
            Parallel.For(0, 4, _ =>
            {
                Batch mine = streamed.CreateBatch();
                streamed.Read(order, mine);
                Assert.Equal(one.Inputs.ToArray(), mine.Inputs.ToArray());
            });
            streamed.Read(order, other);
            Assert.Equal(one.Targets.ToArray(), other.Targets.ToArray());
            Assert.Equal(DatasetTests.ReadAll(memory).Inputs.ToArray(), DatasetTests.ReadAll(streamed).Inputs.ToArray());
        }

        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        AssertError<InvalidDataException>(
            () => Dataset.FromCsv(path, new() { Streamed = true, StreamFolder = _folder.Path }), "line 2");
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_cancelled_reading_ends()
    {
        string path = _folder.File("a.csv", "x\n" + string.Concat(Enumerable.Repeat("1\n", 200_000)));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dataset.FromCsvAsync(path, new(), cancelled.Token));
    }

    internal static void AssertError<T>(Action action, params string[] parts)
        where T : Exception
    {
        string message = Assert.Throws<T>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.True(message.Length < 2000, "A message repeats a little of a file, and never all of it.");
    }

    private CsvOptions Options(bool isStreamed) => new() { Streamed = isStreamed, StreamFolder = _folder.Path };

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
