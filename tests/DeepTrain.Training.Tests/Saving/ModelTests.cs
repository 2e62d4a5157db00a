namespace DeepTrain.Training.Tests.Saving;

/// <summary>A saved preparation does what the preprocessing did.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Prepared_rows_and_restored_targets_agree(int number)
    {
        Preprocessing[] all =
        [
            Preprocessing.ZeroMean().UnitVariance().ScaleTargets(),
            Preprocessing.Log1P([1, 2]).ZeroMean().UnitVariance(),
            Preprocessing.MinMax().ZeroMean().Robust(),
            Preprocessing.OneHot(3).ZeroMean().UnitVariance(),
            Preprocessing.ZeroMean().UnitVariance().PrincipalComponents(4).UnitVariance(),
            Preprocessing.OneHot(3).OneHot(0).ScaleTargets(),
            Preprocessing.Log1P([1]).OneHot(3).ZeroMean().PrincipalComponents(5).MinMax(),
        ];
        float[] inputs = [.. Rows.Numbers(90 * 4, 1).Select((x, i) => i % 4 is 0 or 3 ? (int)((x + 1) * 1.5f) : 50 * x)];
        Dataset raw = Dataset.FromArrays(inputs, Rows.Numbers(180, 2), 90);
        Preprocessing prepare = all[number].FitTo(raw);

        Preparation preparation = Model.ToPreparation(prepare, raw);

        Dataset expected = prepare.Apply(raw);
        float[] prepared = new float[90 * preparation.PreparedSize];
        preparation.Apply(inputs, prepared);
        Batch whole = Rows.Whole(expected);
        Assert.Equal(whole.Inputs.ToArray(), prepared, (a, b) => Math.Abs(a - b) < 2e-4f * (1 + Math.Abs(a)));
        Assert.Equal("input1", preparation.Columns[1].Name);
        if (prepare.Fitted!.Targets == null)
        {
            Assert.Empty(preparation.Targets);
            return;
        }
        float[] restored = new float[180];
        preparation.RestoreTargets(whole.Targets, restored);
        Assert.Equal(Rows.Numbers(180, 2), restored, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_file_holds_both_and_the_runtime_library_reads_it()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        Dataset raw = Rows.Numbered(50);
        Preprocessing prepare = Preprocessing.Log1P([0, 5]).ZeroMean().UnitVariance().ScaleTargets().FitTo(raw);
        var network = new Regressor(1);

        Model.Save(path, network, prepare, raw);

        var loaded = new Regressor(2);
        Preparation saved = Preparation.Load(path, loaded)!;
        Assert.Equal(Rows.BytesOf(network), Rows.BytesOf(loaded));
        Assert.True(Assert.IsType<NumberColumn>(saved.Columns[5]).SignedLog);
        Assert.Equal(Model.ToPreparation(prepare, raw).Columns, saved.Columns);
        Model.Save(path, network);
        Assert.Null(Model.Load(path, loaded));
    }

    [Fact]
    public void What_the_file_has_no_place_for_is_refused_by_name()
    {
        Dataset raw = Rows.Numbered(50);
        float[] inputs = [.. Rows.Numbers(100, 1).Select(x => MathF.Round(x * 3))];
        Dataset whole = Dataset.FromArrays(inputs, new float[50], 50);
        Assert.Contains("Log1P as the first", Refused(Preprocessing.ZeroMean().Log1P([0]).FitTo(raw)), StringComparison.Ordinal);
        Assert.Contains("Log1P before", Refused(Preprocessing.PrincipalComponents(2).Log1P([0]).FitTo(raw)), StringComparison.Ordinal);
        Assert.Contains("numbered from 0", Refused(Preprocessing.OneHot(0).FitTo(whole)), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Model.ToPreparation(Preprocessing.ZeroMean()));
        Assert.Throws<ArgumentException>(() => Model.ToPreparation(Preprocessing.ZeroMean().FitTo(raw), whole));
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        Assert.Throws<ArgumentException>(() => Model.Save(path, new Regressor(1), Preprocessing.ZeroMean().FitTo(whole)));
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(-3e5f)]
    [InlineData(-1e-6f)]
    [InlineData(0f)]
    [InlineData(7f)]
    public void Signed_logarithms_come_back_and_stand_alone(float raw)
    {
        var column = new NumberColumn("x") { SignedLog = true, Shift = 1, Scale = 0.5f };
        var preparation = new Preparation([column], targets: [column]);
        float[] prepared = new float[1], restored = new float[1];
        preparation.Apply([raw], prepared);
        preparation.RestoreTargets(prepared, restored);
        Assert.Equal((Math.Sign(raw) * Math.Log(1 + Math.Abs((double)raw)) - 1) * 0.5, prepared[0], 1e-6);
        Assert.Equal(raw, restored[0], Math.Abs(raw) * 1e-4 + 1e-6);
        Assert.Throws<ArgumentException>(() => new Preparation([column with { LogOffset = 1 }]));
    }

    private static string Refused(Preprocessing prepare) =>
        Assert.Throws<ArgumentException>(() => Model.ToPreparation(prepare)).Message;
}
