namespace DeepTrain.Training.Tests.Data.Csv;

public sealed class CsvSurveyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_counted()
    {
        string path = Write("a,b,c,d\n1,x,,NA\n2,x,3.5,NA\n2,\"y,z\",-1e9,NA\n2,nan,7,NA\n");

        CsvSurvey survey = CsvSurvey.Read(path, new() { MissingTexts = ["NA"] });

        Assert.Equal(4, survey.Rows);
        Assert.Equal(
            [
                new() { Name = "a", Numbers = 4, Missing = 0, Texts = 0, AreWhole = true, Distinct = 2, FirstText = null },
                new() { Name = "b", Numbers = 0, Missing = 0, Texts = 4, AreWhole = true, Distinct = 3, FirstText = "x" },
                new() { Name = "c", Numbers = 3, Missing = 1, Texts = 0, AreWhole = false, Distinct = 3, FirstText = null },
                new CsvColumnSurvey { Name = "d", Numbers = 0, Missing = 4, Texts = 0, AreWhole = true, Distinct = 0, FirstText = null },
            ],
            survey.Columns);
        Assert.Equal([true, false, true, false], survey.Columns.Select(column => column.IsNumeric));
        Assert.Contains("b  0 numbers, 4 texts, 0 missing, 3 different", survey.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_different_cells_are_counted_to_a_bound()
    {
        string path = Write("id\n" + string.Join('\n', Enumerable.Range(0, 3 * CsvSurvey.MostDistinct).Select(row => $"row {row}")));
        Assert.Equal(CsvSurvey.MostDistinct, CsvSurvey.Read(path).Columns[0].Distinct);
    }

    [Fact]
    public void A_damaged_file_says_where()
    {
        Assert.Contains("line 3", Assert.Throws<InvalidDataException>(() => CsvSurvey.Read(Write("a,b\n1,2\n3\n"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => CsvSurvey.Read(Write("")));
        Assert.ThrowsAny<IOException>(() => CsvSurvey.Read(Path.Combine(_folder.Path, "none.csv")));
    }

    private string Write(string text) => _folder.File("a.csv", System.Text.Encoding.UTF8.GetBytes(text));
}
