using CsCheck;
using DeepTrain.Training.Tests.Data;

namespace DeepTrain.Training.Tests.PreprocessingSteps;

public sealed class PreprocessingTests
{
    private static readonly Gen<(int Columns, float[] Numbers)> AnyRows =
        Gen.Int[1, 5].SelectMany(columns => Gen.Int[2, 60].SelectMany(rows =>
            Gen.Float[-100, 1000].Array[rows * columns].Select(numbers => (columns, numbers))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_get_mean_0_and_variance_1(bool isStreamed) => AnyRows.Sample(rows =>
    {
        Dataset data = Rows(rows, isStreamed);
        double[][] actual = Columns(Preprocessing.ZeroMean().UnitVariance().FitTo(data).Apply(data));
        double[][] before = Columns(data);
        for (int column = 0; column < rows.Columns; column++)
        {
            double mean = before[column].Average(), std = DivisorOf(Std(before[column]));
            for (int row = 0; row < actual[column].Length; row++)
                Assert.Equal((before[column][row] - mean) / std, actual[column][row], 1e-3);
        }
    });

    [Fact]
    public void A_large_mean_hides_no_variance()
    {
        // in float, sums of squares would have lost it
        float[] numbers = [.. Enumerable.Range(0, 1000).Select(row => 1e6f + row % 2)];
        Dataset data = Dataset.FromArrays(numbers, [], 1000);

        Preprocessing fitted = Preprocessing.UnitVariance().FitTo(data);

        Assert.Equal(2, Assert.IsType<AffineStep>(fitted.Fitted!.Steps[0]).Scale[0], 1e-6);
    }

    [Fact]
    public void Ranges_and_quartiles_are_those_of_a_plain_reference() => AnyRows.Sample(rows =>
    {
        Dataset data = Rows(rows, isStreamed: true);
        double[][] before = Columns(data);
        double[][] range = Columns(Preprocessing.MinMax().FitTo(data).Apply(data));
        double[][] robust = Columns(Preprocessing.Robust().FitTo(data).Apply(data));
        for (int column = 0; column < rows.Columns; column++)
        {
            double[] sorted = [.. before[column].Order()];
            double spread = DivisorOf(sorted[^1] - sorted[0]), quartiles = DivisorOf(Quantile(sorted, 0.75) - Quantile(sorted, 0.25));
            for (int row = 0; row < before[column].Length; row++)
            {
                Assert.Equal((before[column][row] - sorted[0]) / spread, range[column][row], 1e-4);
                double expected = (before[column][row] - Quantile(sorted, 0.5)) / quartiles;
                Assert.Equal(expected, robust[column][row], 1e-3 * (1 + Math.Abs(expected)));
            }
        }
    });

    [Fact]
    public void One_pass_serves_all_steps_that_shift_and_scale()
    {
        int reads = 0;
        Dataset data = Dataset.FromReader(10, 1, 0, (row, inputs, _) =>
        {
            reads++;
            inputs[0] = row * row;
        });

        Preprocessing fitted = Preprocessing.ZeroMean().UnitVariance().MinMax().FitTo(data);

        Assert.Equal(10, reads);
        double[] result = Columns(fitted.Apply(data))[0];
        Assert.Equal(0, result[0], 1e-6);
        Assert.Equal(1, result[9], 1e-6);
        Assert.Equal(16.0 / 81, result[4], 1e-6);
    }

    [Fact]
    public void A_constant_column_is_shifted_and_no_more()
    {
        Dataset data = Dataset.FromArrays([0.1f, 1, 0.1f, 2, 0.1f, 3], [5f, 5, 5], 3);
        foreach (Preprocessing steps in new[]
        {
            Preprocessing.ZeroMean().UnitVariance(), Preprocessing.MinMax(), Preprocessing.Robust(),
        })
        {
            Preprocessing fitted = steps.ScaleTargets().FitTo(data);
            Batch batch = DatasetTests.ReadAll(fitted.Apply(data));
            Assert.Equal([0, 0, 0], [batch.Inputs[0], batch.Inputs[2], batch.Inputs[4]]);
            Assert.Equal([0, 0, 0], [.. batch.Targets]);
        }
        Assert.Equal(0.1f, DatasetTests.ReadAll(Preprocessing.UnitVariance().FitTo(data).Apply(data)).Inputs[0]);
    }

    [Fact]
    public void Targets_are_scaled_and_predictions_turned_back() => AnyRows.Sample(rows =>
    {
        int count = rows.Numbers.Length / rows.Columns;
        Dataset data = Dataset.FromArrays(new float[count], rows.Numbers, count);
        Preprocessing fitted = Preprocessing.ScaleTargets().FitTo(data);
        float[] targets = [.. DatasetTests.ReadAll(fitted.Apply(data)).Targets];
        for (int column = 0; column < rows.Columns; column++)
        {
            double[] scaled = [.. targets.Where((_, next) => next % rows.Columns == column).Select(value => (double)value)];
            Assert.Equal(0, scaled.Average(), 1e-3);
            Assert.Equal(1, Std(scaled), 1e-3);
        }
        fitted.InvertTargets(targets);
        for (int next = 0; next < targets.Length; next++)
            Assert.Equal(rows.Numbers[next], targets[next], 1e-2);
    });

    [Fact]
    public void Whitened_columns_are_uncorrelated_with_variance_1()
    {
        // three columns of which the third is the sum of the others: two directions vary
        var random = new Runtime.RandomStream(3, 0);
        float[] numbers = new float[3 * 500];
        for (int row = 0; row < 500; row++)
        {
            float a = (float)random.NextNormal() * 5 + 20, b = (float)random.NextNormal();
            (numbers[3 * row], numbers[3 * row + 1], numbers[3 * row + 2]) = (a + b, b, a + 2 * b);
        }
        Dataset data = Dataset.FromArrays(numbers, [], 500);

        Dataset white = Preprocessing.Whiten().FitTo(data).Apply(data);
        Dataset turned = Preprocessing.PrincipalComponents().FitTo(data).Apply(data);
        Dataset first = Preprocessing.PrincipalComponents(1).FitTo(data).Apply(data);

        double[][] columns = Columns(white), components = Columns(turned);
        Assert.Equal((2, 2, 1), (white.InputSize, turned.InputSize, first.InputSize));
        Assert.Equal(["component0", "component1"], white.InputNames);
        Assert.Equal(1, Std(columns[0]), 1e-3);
        Assert.Equal(1, Std(columns[1]), 1e-3);
        Assert.Equal(0, columns[0].Zip(columns[1], (x, y) => x * y).Average(), 1e-3);
        Assert.Equal(0, components[0].Zip(components[1], (x, y) => x * y).Average(), 1e-2);
        Assert.True(Std(components[0]) > Std(components[1]));
        // turning keeps distances
        double total = Columns(data).Sum(column => Std(column) * Std(column));
        Assert.Equal(total, components.Sum(column => Std(column) * Std(column)), 1e-2);
    }

    [Fact]
    public void Logarithms_take_both_signs_and_whole_numbers_become_ones()
    {
        Dataset data = Dataset.FromArrays([0, 7, -99, 3, 1, 7, 9, -1], [], 4, new() { InputNames = ["x", "kind"] });

        Dataset logs = Preprocessing.Log1P([0]).FitTo(data).Apply(data);
        Preprocessing oneHot = Preprocessing.OneHot(1).FitTo(data);
        Dataset ones = oneHot.Apply(data);

        Assert.Equal([0, -Math.Log(100), Math.Log(2), Math.Log(10)], Columns(logs)[0], (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal([7, 3, 7, -1], Columns(logs)[1]);
        Assert.Equal(["x", "kind=-1", "kind=3", "kind=7"], ones.InputNames);
        Assert.Equal([0, 0, 0, 1, -99, 0, 1, 0, 1, 0, 0, 1, 9, 1, 0, 0], [.. DatasetTests.ReadAll(ones).Inputs]);
        float[] unknown = new float[4];
        oneHot.Apply([5, 4], unknown);
        Assert.Equal([5, 0, 0, 0], unknown);
    }

    [Fact]
    public void Images_lose_their_mean_by_pixel_or_by_channel_and_stay_images()
    {
        Dataset data = Dataset.FromArrays(
            [1, 2, 10, 20, 3, 6, 30, 40], [0, 1], new() { InputShape = [2, 1, 2] });

        Dataset pixels = Preprocessing.ImageMean().FitTo(data).Apply(data);
        Dataset channels = Preprocessing.ChannelMean().FitTo(data).Apply(data);

        Assert.Equal([-1, -2, -10, -10, 1, 2, 10, 10], [.. DatasetTests.ReadAll(pixels).Inputs]);
        Assert.Equal([-2, -1, -15, -5, 0, 3, 5, 15], [.. DatasetTests.ReadAll(channels).Inputs]);
        Assert.Equal([2, 1, 2], pixels.InputShape);
        Assert.Equal([0, 1], channels.Labels.ToArray());
        Assert.Empty(Preprocessing.ImageMean().FitTo(data).Hints);
        Assert.Contains("UnitVariance on images", Assert.Single(Preprocessing.UnitVariance().FitTo(data).Hints),
            StringComparison.Ordinal);
        Assert.Contains("Whiten on images", Assert.Single(Preprocessing.Whiten().FitTo(data).Hints),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_learnt_from_one_part_is_applied_to_another(bool isStreamed)
    {
        Dataset data = Rows((1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]), isStreamed);
        DatasetSplit split = data.Split(0.8, 0.1, 0.1, new SplitOptions { TimeOrdered = true });

        Preprocessing fitted = Preprocessing.ZeroMean().FitTo(split.Training);

        Dataset test = fitted.Apply(split.Test);
        Assert.Equal([95.5f], [.. DatasetTests.ReadAll(test).Inputs]);
        Assert.Equal((DatasetPart.Test, isStreamed), (test.Part, test.IsStreamed));
        Assert.Throws<ArgumentException>(() => Preprocessing.ZeroMean().FitTo(test));
        Assert.Throws<ArgumentException>(() => Preprocessing.ZeroMean().FitTo(split.Validation));
        Assert.Throws<ArgumentException>(() => Preprocessing.ZeroMean().FitTo(split.Test.Subset([0])));
        float[] one = new float[1];
        fitted.Apply([4.5f], one);
        Assert.Equal([0], one);
    }

    [Fact]
    public void What_is_not_fitted_is_not_applied()
    {
        Dataset data = Dataset.FromArrays([1f, 2], [3f, 4], 2);
        Preprocessing steps = Preprocessing.ZeroMean();
        Preprocessing fitted = steps.FitTo(data);

        Assert.Throws<InvalidOperationException>(() => steps.Apply(data));
        Assert.Throws<InvalidOperationException>(() => steps.InvertTargets(new float[1]));
        Assert.Throws<InvalidOperationException>(() => fitted.UnitVariance().Apply(data));
        Assert.Throws<ArgumentException>(() => fitted.Apply(Dataset.FromArrays([1f, 2], [], 1)));
        Assert.Throws<ArgumentException>(() => fitted.Apply([1f, 2], new float[3]));
        Assert.Equal("ZeroMean.UnitVariance.ScaleTargets", steps.UnitVariance().ScaleTargets().ToString());
    }

    [Fact]
    public void What_is_no_number_is_found_with_its_place()
    {
        Dataset inputs = Dataset.FromArrays([1, 2, 3, float.NaN], [], 2, new() { InputNames = ["a", "b"] });
        Dataset targets = Dataset.FromArrays([1f, 2], [3, float.PositiveInfinity], 2);

        string message = Assert.Throws<InvalidDataException>(() => Preprocessing.MinMax().FitTo(inputs)).Message;
        Assert.Contains("Row 1, input 1 (\"b\")", message, StringComparison.Ordinal);
        message = Assert.Throws<InvalidDataException>(() => Preprocessing.ScaleTargets().FitTo(targets)).Message;
        Assert.Contains("Row 1, target 0", message, StringComparison.Ordinal);
    }

    public static TheoryData<Preprocessing, string> Unfit => new()
    {
        { Preprocessing.ImageMean(), "images" },
        { Preprocessing.ChannelMean(), "[2]" },
        { Preprocessing.OneHot(2), "from 0 to 1" },
        { Preprocessing.OneHot(1), "in row 1 it is 3.5" },
        { Preprocessing.Log1P([-1]), "it is -1" },
        { Preprocessing.Whiten(3), "at most 2 components" },
        { Preprocessing.ScaleTargets(), "the rows have labels" },
    };

    [Theory]
    [MemberData(nameof(Unfit), DisableDiscoveryEnumeration = true)]
    public void A_step_that_does_not_suit_the_rows_says_so(Preprocessing steps, string part)
    {
        Dataset data = Dataset.FromArrays([1, 2, 3, 3.5f], [0, 1]);

        Assert.Contains(
            part, Assert.Throws<ArgumentException>(() => steps.FitTo(data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Preprocessing.Whiten(0));
    }

    private static Dataset Rows((int Columns, float[] Numbers) rows, bool isStreamed)
    {
        int count = rows.Numbers.Length / rows.Columns;
        return isStreamed
            ? Dataset.FromReader(count, rows.Columns, 0, (row, inputs, _) =>
                rows.Numbers.AsSpan(row * rows.Columns, rows.Columns).CopyTo(inputs))
            : Dataset.FromArrays(rows.Numbers, [], count);
    }

    private static double[][] Columns(Dataset data)
    {
        float[] inputs = [.. DatasetTests.ReadAll(data).Inputs];
        return [.. Enumerable.Range(0, data.InputSize).Select(column =>
            inputs.Where((_, next) => next % data.InputSize == column).Select(value => (double)value).ToArray())];
    }

    private static double Std(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    // a spread so small that no float is its inverse is none: such a column is shifted and no more
    private static double DivisorOf(double spread) => spread > 0 && float.IsFinite((float)(1 / spread)) ? spread : 1;

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)Math.Floor(place), above = (int)Math.Ceiling(place);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
