using CsCheck;

namespace DeepTrain.Training.Tests.Splitting;

public sealed class SplitTests
{
    [Fact]
    public void Parts_have_all_rows_once_and_are_as_large_as_they_should_be() =>
        Gen.Select(Gen.Int[3, 500], Gen.Double[0.05, 0.9], Gen.Double[0.1, 0.9], Gen.ULong)
        .Sample((rows, first, cut, seed) =>
        {
            double second = (1 - first) * cut, third = 1 - first - second;
            DatasetSplit split = Numbers(rows).Split(first, second, third, new SplitOptions { Seed = seed });
            Dataset[] parts = [split.Training, split.Validation, split.Test];
            Assert.Equal(Enumerable.Range(0, rows).Select(row => (float)row), parts.SelectMany(Rows).Order());
            double[] shares = [first, second, third];
            for (int part = 0; part < 3; part++)
            {
                // at least a row each may cost the largest two
                Assert.InRange(parts[part].Rows, Math.Max(1, shares[part] * rows - 3), shares[part] * rows + 3);
            }
        });

    [Fact]
    public void Parts_know_what_they_are()
    {
        (Dataset train, Dataset validation, Dataset test) = Numbers(30).Split(0.8, 0.1, 0.1);

        Assert.Equal((24, 3, 3), (train.Rows, validation.Rows, test.Rows));
        Assert.Equal(
            (DatasetPart.Training, DatasetPart.Validation, DatasetPart.Test), (train.Part, validation.Part, test.Part));
        Assert.Equal(DatasetPart.Validation, validation.Subset([0]).Part);
        Assert.Equal(DatasetPart.Training, train.Split(0.5, 0.5).Training.Part);
    }

    [Fact]
    public void A_seed_is_one_split_and_another_seed_another()
    {
        float[] Test(ulong seed) => Rows(Numbers(100).Split(0.5, 0.25, 0.25, new SplitOptions { Seed = seed }).Test);

        Assert.Equal(Test(3), Test(3));
        Assert.NotEqual(Test(3), Test(4));
        Assert.NotEqual(Test(3).Order(), Test(3)); // a part's rows are shuffled too
    }

    [Fact]
    public void Each_part_has_its_share_of_each_class() =>
        Gen.Select(Gen.Int[3, 60].Array[2, 6], Gen.ULong, Gen.Double[0.1, 0.8]).Sample((sizes, seed, first) =>
        {
            int[] labels = [.. sizes.SelectMany((size, label) => Enumerable.Repeat(label, size))];
            Dataset data = Labelled(labels);
            double rest = (1 - first) / 2;
            DatasetSplit split = data.Split(first, rest, rest, new SplitOptions { Seed = seed });
            Dataset[] parts = [split.Training, split.Validation, split.Test];
            double[] shares = [first, rest, rest];
            for (int part = 0; part < 3; part++)
            {
                for (int label = 0; label < sizes.Length; label++)
                {
                    int count = parts[part].Labels.ToArray().Count(each => each == label);
                    // one more or less, or two where another part had to get its one row
                    Assert.InRange(count, Math.Max(1, sizes[label] * shares[part] - 2), sizes[label] * shares[part] + 2);
                }
            }
        });

    [Fact]
    public void What_is_rounded_in_a_class_is_made_up_for_in_the_next()
    {
        // 20 classes of 5 rows: 0.5 for each of two parts
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => row / 5)];

        DatasetSplit split = Labelled(labels).Split(
            0.8, 0.1, 0.1, new SplitOptions { AllowAbsentClasses = true, Stratified = false });
        DatasetSplit stratified = Labelled(labels).Split(0.5, 0.25, 0.25);

        Assert.Equal((80, 10, 10), (split.Training.Rows, split.Validation.Rows, split.Test.Rows));
        Assert.InRange(stratified.Training.Rows, 48, 52);
        Assert.InRange(stratified.Validation.Rows, 24, 26);
    }

    [Fact]
    public void Groups_stay_together() =>
        Gen.Select(Gen.Int[0, 9].Array[30, 200], Gen.ULong, Gen.Bool).Sample((groups, seed, hasLabels) =>
        {
            if (groups.Distinct().Count() < 3)
                return;
            Dataset data = hasLabels ? Labelled([.. groups.Select((_, row) => row % 2)]) : Numbers(groups.Length);
            DatasetSplit split = data.Split(
                0.6, 0.2, 0.2, new SplitOptions { Seed = seed, Groups = groups, AllowAbsentClasses = true });
            HashSet<int>[] seen = [.. new[] { split.Training, split.Validation, split.Test }
                .Select(part => Rows(part).Select(row => groups[(int)row]).ToHashSet())];
            Assert.Equal(groups.Length, split.Training.Rows + split.Validation.Rows + split.Test.Rows);
            Assert.All(seen, Assert.NotEmpty);
            Assert.False(seen[0].Overlaps(seen[1]) || seen[0].Overlaps(seen[2]) || seen[1].Overlaps(seen[2]));
        });

    [Fact]
    public void Groups_of_one_row_are_shared_out_as_rows_are()
    {
        int[] groups = [.. Enumerable.Range(0, 1000)];

        DatasetSplit split = Numbers(1000).Split(0.8, 0.1, 0.1, new SplitOptions { Groups = groups });

        Assert.Equal((800, 100, 100), (split.Training.Rows, split.Validation.Rows, split.Test.Rows));
    }

    [Fact]
    public void In_time_the_last_rows_are_the_test()
    {
        DatasetSplit split = Numbers(10).Split(0.6, 0.2, 0.2, new SplitOptions { TimeOrdered = true });

        Assert.Equal([0, 1, 2, 3, 4, 5], Rows(split.Training));
        Assert.Equal([6, 7], Rows(split.Validation));
        Assert.Equal([8, 9], Rows(split.Test));
    }

    [Fact]
    public void Folds_validate_on_each_row_once() =>
        Gen.Select(Gen.Int[2, 7], Gen.Int[7, 90], Gen.ULong).Sample((folds, rows, seed) =>
        {
            IReadOnlyList<Fold> rounds = Numbers(rows).KFold(folds, new SplitOptions { Seed = seed });
            Assert.Equal(folds, rounds.Count);
            Assert.Equal(
                Enumerable.Range(0, rows).Select(row => (float)row),
                rounds.SelectMany(fold => Rows(fold.Validation)).Order());
            Assert.All(rounds, fold => Assert.Equal(rows, fold.Training.Rows + fold.Validation.Rows));
            Assert.All(rounds, fold => Assert.Empty(Rows(fold.Training).Intersect(Rows(fold.Validation))));
            Assert.InRange(rounds.Max(fold => fold.Validation.Rows) - rounds.Min(fold => fold.Validation.Rows), 0, 1);
        });

    [Fact]
    public void Folds_in_time_never_train_on_what_comes_later()
    {
        IReadOnlyList<Fold> rounds = Numbers(12).KFold(3, new SplitOptions { TimeOrdered = true });

        Assert.Equal([3, 6, 9], rounds.Select(fold => fold.Training.Rows));
        Assert.All(rounds, fold => Assert.True(Rows(fold.Training).Max() < Rows(fold.Validation).Min()));
    }

    [Fact]
    public void The_same_row_in_two_parts_is_found()
    {
        // row 0 comes back as row 3, row 1 as row 2; -0 is not 0
        Dataset data = Dataset.FromArrays([1f, 2f, 2f, 1f, 0f, -0f], [], 6);
        Dataset first = data.Subset([0, 1, 4]), second = data.Subset([2, 3, 5]);

        DuplicateReport report = DuplicateReport.Of([first, second]);

        Assert.Equal(2, report.Count);
        Assert.Equal([new DuplicateRow(0, 1, 1, 0), new DuplicateRow(0, 0, 1, 1)], report.First);
        Assert.Equal(0, Numbers(50).Split(0.6, 0.2, 0.2).FindDuplicates().Count);
        Assert.Equal("No row is in two parts.", DuplicateReport.Of([data]).ToString());
    }

    [Fact]
    public void An_order_is_each_permutation_equally_often()
    {
        var counts = new Dictionary<string, int>();
        for (int epoch = 0; epoch < 24_000; epoch++)
        {
            string order = string.Concat(Permutation.Create(4, 77, epoch));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // chi squared of 23 degrees of freedom: 49.7 at 0.001
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000), 3, 49.7);
    }

    public static TheoryData<Action, string> Misuses => new()
    {
        { () => Numbers(9).Split(0.8, 0.1, 0.2), "they are 0.8, 0.1, 0.2" },
        { () => Numbers(9).Split(1, 0, 0), "above 0" },
        { () => Numbers(9).Split(double.NaN, 0.5, 0.5), "NaN" },
        { () => Numbers(2).Split(0.8, 0.1, 0.1), "at least 3 rows" },
        { () => Numbers(2).KFold(1), "at least 2 folds" },
        { () => Numbers(2).KFold(3), "at least 3 rows" },
        { () => Labelled([0, 0, 0, 1, 1]).Split(0.6, 0.2, 0.2), "of class \"1\" there are 2" },
        {
            () => Labelled([0, 0, 0, 0, 1]).Split(0.6, 0.2, 0.2, new() { TimeOrdered = true }),
            "of class \"1\", which has 1 rows, the Training part has none"
        },
        { () => Numbers(9).Split(0.5, 0.5, new() { Stratified = true }), "the rows have none" },
        { () => Numbers(9).Split(0.5, 0.5, new() { TimeOrdered = true, Groups = new int[9] }), "TimeOrdered or Groups" },
        { () => Labelled([0, 1]).Split(0.5, 0.5, new() { TimeOrdered = true, Stratified = true }), "or Stratified" },
        { () => Numbers(9).Split(0.5, 0.5, new() { Groups = new int[8] }), "9 rows; there are 8" },
        { () => Numbers(9).Split(0.5, 0.5, new() { Groups = new int[9] }), "at least 2 groups" },
    };

    [Theory]
    [MemberData(nameof(Misuses), DisableDiscoveryEnumeration = true)]
    public void Misuse_says_what_was_expected_and_what_came(Action misuse, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(misuse).Message, StringComparison.Ordinal);

    private static Dataset Numbers(int rows) =>
        Dataset.FromArrays([.. Enumerable.Range(0, rows).Select(row => (float)row)], [], rows);

    private static Dataset Labelled(int[] labels) =>
        Dataset.FromArrays([.. labels.Select((_, row) => (float)row)], labels);

    private static float[] Rows(Dataset data) => Training.Tests.Data.DatasetTests.ReadAll(data).Inputs.ToArray();

    [Fact]
    public void Rows_in_their_order_leave_a_gap_and_train_on_a_window()
    {
        Dataset data = Dataset.FromArrays([.. Enumerable.Range(0, 40).Select(row => (float)row)], new float[40], 40);
        foreach (Fold fold in data.KFold(4, new SplitOptions { TimeOrdered = true, Gap = 3, Window = 10 }))
        {
            int first = 8 * (fold.Number + 1), end = first - 3;
            Assert.Equal(Enumerable.Range(Math.Max(0, end - 10), Math.Min(10, end)), RowsOf(fold.Training));
            Assert.Equal(Enumerable.Range(first, 8), RowsOf(fold.Validation));
        }
        (Dataset training, Dataset validation, Dataset test) = data.Split(0.5, 0.25, 0.25, new SplitOptions { TimeOrdered = true, Gap = 2 });
        Assert.Equal(Enumerable.Range(0, 18), RowsOf(training));
        Assert.Equal(Enumerable.Range(20, 8), RowsOf(validation));
        Assert.Equal(Enumerable.Range(30, 10), RowsOf(test));
        Assert.Throws<ArgumentException>(() => data.KFold(4, new SplitOptions { TimeOrdered = true, Gap = 8 }));
        Assert.Throws<ArgumentException>(() => data.KFold(4, new SplitOptions { TimeOrdered = true, Gap = -1 }));
        Assert.Throws<ArgumentException>(() => data.KFold(4, new SplitOptions { TimeOrdered = true, Window = 0 }));
        Assert.Throws<ArgumentException>(() => data.KFold(4, new SplitOptions { Gap = 1 }));

        static int[] RowsOf(Dataset part) => [.. Enumerable.Range(0, part.Rows).Select(row =>
        {
            float[] inputs = new float[1];
            part.CopyInputs(row, inputs);
            return (int)inputs[0];
        })];
    }
}
