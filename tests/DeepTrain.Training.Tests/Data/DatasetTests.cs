using CsCheck;

namespace DeepTrain.Training.Tests.Data;

public sealed class DatasetTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly float[] Targets = [10, 20, 30, 40];

    [Fact]
    public void Rows_of_a_span_come_back_with_their_targets()
    {
        Dataset data = Dataset.FromArrays(Inputs, Targets, rows: 4);

        Assert.Equal((4, 2, 1), (data.Rows, data.InputSize, data.TargetSize));
        Assert.Equal(["input0", "input1"], data.InputNames);
        Assert.Equal(["target0"], data.TargetNames);
        Assert.False(data.HasLabels || data.IsStreamed);
        float[] inputs = new float[2], targets = new float[1];
        data.CopyRow(2, inputs, targets);
        Assert.Equal([5, 6], inputs);
        Assert.Equal([30], targets);
    }

    [Fact]
    public void What_is_changed_outside_later_changes_no_row()
    {
        float[] inputs = [1, 2];
        Dataset data = Dataset.FromArrays(inputs, [0f, 1f], rows: 2);

        inputs[0] = 99;

        float[] row = new float[1];
        data.CopyInputs(0, row);
        Assert.Equal(1, row[0]);
    }

    [Fact]
    public void Labels_bring_classes()
    {
        int[] labels = [0, 2, 0, 1];

        Dataset plain = Dataset.FromArrays(Inputs, labels);
        Dataset named = Dataset.FromArrays(Inputs, labels, new DatasetOptions { ClassNames = ["a", "b", "c", "d"] });

        Assert.Equal(["0", "1", "2"], plain.ClassNames);
        Assert.Equal(["a", "b", "c", "d"], named.ClassNames);
        Assert.Equal(labels, plain.Labels.ToArray());
        Assert.Equal(0, plain.TargetSize);
    }

    [Fact]
    public void Items_become_rows_by_selectors()
    {
        (string Name, float[] Numbers, float Value)[] items = [("b", [1, 2], 5), ("a", [3, 4], 6), ("b", [5, 6], 7)];

        Dataset numbers = Dataset.From(items, item => item.Numbers, item => item.Value);
        Dataset classes = Dataset.FromLabelled(items, item => item.Numbers, item => item.Name);

        Assert.Equal([5, 6, 7], ReadAll(numbers).Targets.ToArray());
        Assert.Equal(["a", "b"], classes.ClassNames);
        Assert.Equal([1, 0, 1], classes.Labels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], ReadAll(classes).Inputs.ToArray());
    }

    [Fact]
    public void Many_items_are_all_there() => Gen.Select(Gen.Int[1, 900], Gen.Int[1, 2000]).Sample((size, rows) =>
    {
        // beyond a block of the buffer that grows
        Dataset data = Dataset.From(
            Enumerable.Range(0, rows), row => Enumerable.Repeat((float)row, size).ToArray(), row => -row);
        float[] inputs = new float[size], targets = new float[1];
        data.CopyRow(rows - 1, inputs, targets);
        Assert.Equal((rows, size), (data.Rows, data.InputSize));
        Assert.All(inputs, input => Assert.Equal(rows - 1, input));
        data.CopyRow(rows / 2, inputs, targets);
        Assert.All(inputs, input => Assert.Equal(rows / 2, input));
        Assert.Equal(-(rows / 2), targets[0]);
    }, iter: 50);

    [Fact]
    public void A_subset_of_a_subset_reads_the_rows_that_it_names()
    {
        Dataset data = Dataset.FromArrays(Inputs, [3, 2, 1, 0]);

        Dataset subset = data.Subset([3, 1, 1, 0]).Subset([1, 0, 3]);

        Assert.Equal([3, 4, 7, 8, 1, 2], ReadAll(subset).Inputs.ToArray());
        Assert.Equal([2, 0, 3], subset.Labels.ToArray());
        Assert.Equal([2, 0, 3], ReadAll(subset).Labels.ToArray());
        Assert.Equal([3, 4, 7, 8, 1, 2], ReadAll(subset.ToMemory()).Inputs.ToArray());
    }

    [Fact]
    public void A_batch_of_any_rows_holds_what_single_rows_hold() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3], Gen.Int[1, 700]).SelectMany(
            shape => Gen.Select(
                Gen.Const(shape), Gen.Float[-1e6f, 1e6f].Array[shape.Item1 * shape.Item3],
                Gen.Float[-1e6f, 1e6f].Array[shape.Item2 * shape.Item3], Gen.Int[0, shape.Item3 - 1].Array[0, 600]))
        .Sample((shape, inputs, targets, rows) =>
        {
            (int inputSize, int targetSize, int count) = shape;
            Dataset data = Dataset.FromArrays(inputs, targets, count);
            Batch batch = data.CreateBatch();
            data.Read(rows, batch);
            Assert.Equal(rows, batch.Indices.ToArray());
            Assert.Equal(rows.SelectMany(row => inputs.Skip(row * inputSize).Take(inputSize)), batch.Inputs.ToArray());
            Assert.Equal(rows.SelectMany(row => targets.Skip(row * targetSize).Take(targetSize)), batch.Targets.ToArray());
        }, iter: 100);

    [Fact]
    public void A_warm_batch_allocates_nothing()
    {
        Dataset data = Dataset.FromArrays(Inputs, [3, 2, 1, 0]).Subset([3, 2, 1]);
        Batch batch = data.CreateBatch(3);
        int[] rows = [2, 0, 1];
        data.Read(rows, batch);

        Assert.Equal(0, Allocated.By(() =>
        {
            for (int turn = 0; turn < 100; turn++)
                data.Read(rows, batch);
        }));
    }

    [Fact]
    public void A_reader_is_asked_each_time_and_materialised_once()
    {
        int calls = 0;
        Dataset data = Dataset.FromReader(3, 2, 1, (row, inputs, targets) =>
        {
            calls++;
            inputs.Fill(row);
            targets[0] = 10 * row;
        });

        Dataset memory = data.ToMemory();
        int callsBefore = calls;

        Assert.True(data.IsStreamed);
        Assert.False(memory.IsStreamed);
        Assert.Equal([0, 0, 1, 1, 2, 2], ReadAll(memory).Inputs.ToArray());
        Assert.Equal([0, 10, 20], ReadAll(memory).Targets.ToArray());
        Assert.Equal(callsBefore, calls);
        ReadAll(data);
        Assert.Equal(callsBefore + 3, calls);
    }

    [Fact]
    public void A_reader_that_fails_leaves_an_empty_batch()
    {
        bool isBroken = false;
        Dataset data = Dataset.FromReader(
            2, 1, 0, (row, inputs, _) => inputs[0] = isBroken ? throw new InvalidDataException("broken") : row);
        Batch batch = data.CreateBatch(2);
        data.Read([0, 1], batch);

        isBroken = true;

        Assert.Throws<InvalidDataException>(() => data.Read([1], batch));
        Assert.Equal(0, batch.Rows);
    }

    public static TheoryData<Action, string> Misuses => new()
    {
        { () => Dataset.FromArrays(Inputs, Targets, rows: 3), "inputs for 3 whole rows; the span holds 8 numbers" },
        { () => Dataset.FromArrays(Inputs, Targets, rows: 8), "targets for 8 whole rows; the span holds 4 numbers" },
        { () => Dataset.FromArrays(Inputs, Targets, rows: 0), "Expected at least one row; there are 0." },
        { () => Dataset.FromArrays([], [], rows: 2), "Expected inputs for 2 whole rows; the span holds 0 numbers." },
        { () => Dataset.FromArrays(Inputs, [0, -1]), "that of row 1 is -1" },
        { () => Dataset.FromArrays(Inputs, [0, 5], new DatasetOptions { ClassNames = ["a", "b"] }), "labels from 0 to 1" },
        { () => Dataset.FromArrays(Inputs, [0, int.MaxValue]), "2147483647" },
        { () => Dataset.FromArrays([[1f, 2f], [3f]], [0, 1]), "Expected 2 inputs in each row; row 1 has 1." },
        { () => Dataset.FromArrays([[1f, 2f], null!], [0, 1]), "row 1 are null" },
        { () => Dataset.FromArrays([[1f, 2f]], [0, 1]), "Expected labels for 1 rows" },
        { () => Dataset.FromArrays([[]], [0]), "at least one" },
        { () => Dataset.From<int>([], _ => [1], _ => 1f), "Expected at least one row; there are none." },
        { () => Dataset.FromLabelled([1], _ => [1], _ => null!), "item 0 is null" },
        { () => Dataset.FromLabelled([1], _ => [1], _ => "z", new() { ClassNames = ["a"] }), "\"z\"" },
        { () => Dataset.FromArrays(Inputs, [0, 1], new() { InputShape = [1, 2, 3] }), "rows of 6 inputs" },
        { () => Dataset.FromArrays(Inputs, [0, 1], new() { InputShape = [2, 2] }), "[2, 2]" },
        { () => Dataset.FromArrays(Inputs, [0, 1], new() { InputShape = [65536, 65536, 65536] }), "[65536, 65536, 65536]" },
        { () => Dataset.FromArrays(Inputs, [0, 1], new() { InputNames = ["a", "b", "a", "c"] }), "'a' is there twice" },
        { () => Dataset.FromArrays(Inputs, [0, 1], new() { InputNames = ["a"] }), "4 names of inputs; there are 1" },
        { () => Dataset.FromArrays(Inputs, [0, 1]).Subset([]), "at least one row" },
        { () => Dataset.FromArrays(Inputs, [0, 1]).Subset([0, 2]), "Expected rows from 0 to 1; there is a 2." },
        { () => Dataset.FromArrays(Inputs, [0, 1]).CopyInputs(-1, new float[4]), "there is a -1" },
        { () => Dataset.FromArrays(Inputs, [0, 1]).CopyInputs(1, new float[3]), "Expected room for 4 inputs" },
        {
            () => Dataset.FromArrays(Inputs, [0, 1]).Read([0], Dataset.FromArrays(Inputs, Targets, 4).CreateBatch()),
            "Expected a batch for rows of 4 inputs and a label; it is for rows of 2 inputs and 1 targets."
        },
    };

    [Theory]
    [MemberData(nameof(Misuses), DisableDiscoveryEnumeration = true)]
    public void Misuse_says_what_was_expected_and_what_came(Action misuse, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(misuse).Message, StringComparison.Ordinal);

    internal static Batch ReadAll(Dataset data)
    {
        Batch batch = data.CreateBatch(data.Rows);
        data.Read([.. Enumerable.Range(0, data.Rows)], batch);
        return batch;
    }
}
