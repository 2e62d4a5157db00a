namespace DeepTrain.Runtime;

/// <summary>A <see cref="Preparation"/> as nodes in front of a network, and its way back behind one.</summary>
internal static class OnnxColumns
{
    private const int Columns = 1;

    /// <summary>Raw rows become prepared rows.</summary>
    public static void Prepare(OnnxGraph graph, Preparation preparation)
    {
        graph.Layer(PreparationText.Key);
        var parts = new List<OnnxValue>();
        for (int first = 0, end; first < preparation.RawSize; first = end)
        {
            end = first + 1;
            if (preparation.Columns[first] is CategoryColumn categories)
            {
                parts.Add(OneHot(graph, Slice(graph, preparation, first, end), categories));
                continue;
            }
            while (end < preparation.RawSize && preparation.Columns[end] is NumberColumn)
                end++;
            NumberColumn[] numbers = [.. preparation.Columns.Skip(first).Take(end - first).Cast<NumberColumn>()];
            parts.Add(Numbers(graph, Slice(graph, preparation, first, end), numbers));
        }
        graph.Current = parts[0];
        if (parts.Count > 1)
        {
            graph.Current = graph.Add("Concat", [.. parts]);
            graph.Int("axis", Columns);
        }
        if (preparation.Projection is { } projection)
            Project(graph, projection);
    }

    /// <summary>Outputs become targets as they were before they were prepared.</summary>
    public static void Restore(OnnxGraph graph, IReadOnlyList<NumberColumn> targets)
    {
        graph.Layer("targets");
        OnnxValue x = graph.Current;
        if (targets.Any(target => target.Scale != 1))
            x = graph.Add("Div", x, Row(graph, targets, target => target.Scale));
        if (targets.Any(target => target.Shift != 0))
            x = graph.Add("Add", x, Row(graph, targets, target => target.Shift));
        x = Where(graph, targets, target => target.LogOffset is not null, x, z => graph.Add(
            "Sub", graph.Add("Exp", z), Row(graph, targets, target => target.LogOffset ?? 0)));
        x = Where(graph, targets, target => target.SignedLog, x, z => Signed(
            graph, z, size => graph.Add("Sub", graph.Add("Exp", size), graph.Constant(OnnxTensor.Of(1.0)))));
        graph.Current = x;
    }

    private static OnnxValue Numbers(OnnxGraph graph, OnnxValue x, NumberColumn[] columns)
    {
        x = Where(graph, columns, column => column.Missing is not null, x, z => graph.Add(
            "Where", graph.Add("IsNaN", z), Row(graph, columns, column => column.Missing ?? 0), z));
        // not Max and Min: whether those pass NaN on is the runtime's affair
        if (columns.Any(column => !float.IsNegativeInfinity(column.Minimum)))
        {
            OnnxValue minimum = Row(graph, columns, column => column.Minimum);
            x = graph.Add("Where", graph.Add("Less", x, minimum), minimum, x);
        }
        if (columns.Any(column => !float.IsPositiveInfinity(column.Maximum)))
        {
            OnnxValue maximum = Row(graph, columns, column => column.Maximum);
            x = graph.Add("Where", graph.Add("Greater", x, maximum), maximum, x);
        }
        x = Where(graph, columns, column => column.LogOffset is not null, x, z => graph.Add(
            "Log", graph.Add("Add", z, Row(graph, columns, column => column.LogOffset ?? 0))));
        x = Where(graph, columns, column => column.SignedLog, x, z => Signed(
            graph, z, size => graph.Add("Log", graph.Add("Add", size, graph.Constant(OnnxTensor.Of(1.0))))));
        if (columns.Any(column => column.Shift != 0))
            x = graph.Add("Sub", x, Row(graph, columns, column => column.Shift));
        if (columns.Any(column => column.Scale != 1))
            x = graph.Add("Mul", x, Row(graph, columns, column => column.Scale));
        return x;
    }

    // 1 where the number of the row's category is the column's; a row without any is 0 / 0, unless that is allowed
    private static OnnxValue OneHot(OnnxGraph graph, OnnxValue number, CategoryColumn column)
    {
        OnnxValue numbers = graph.Constant(OnnxTensor.Of([.. Enumerable.Range(0, column.Size).Select(i => (float)i)]));
        OnnxValue oneHot = graph.Add("Cast", graph.Add("Equal", number, numbers));
        graph.Int("to", OnnxTensor.FloatType);
        if (column.AllowUnseen)
            return oneHot;
        OnnxValue found = graph.Add("ReduceSum", oneHot, graph.Constant(OnnxTensor.Of([(long)Columns])));
        return graph.Add("Div", oneHot, found);
    }

    private static void Project(OnnxGraph graph, Projection projection)
    {
        OnnxValue mean = graph.Initializer(
            PreparationText.Key + ".mean", [projection.Inputs], values => projection.Mean.CopyTo(values));
        OnnxValue matrix = graph.Initializer(
            PreparationText.Key + ".matrix", [projection.Outputs, projection.Inputs], values => projection.Matrix.CopyTo(values));
        graph.Current = graph.Add("Gemm", graph.Add("Sub", graph.Current, mean), matrix);
        graph.Int("transB", 1);
    }

    // sign(z) f(|z|), in double: near 0 the logarithm of 1 + |z| is |z|, and 1 + |z| has lost its digits
    private static OnnxValue Signed(OnnxGraph graph, OnnxValue z, Func<OnnxValue, OnnxValue> ofSize)
    {
        OnnxValue exact = graph.Add("Cast", z);
        graph.Int("to", OnnxTensor.DoubleType);
        OnnxValue size = ofSize(graph.Add("Abs", exact));
        OnnxValue signed = graph.Add("Cast", graph.Add("Mul", size, graph.Add("Sign", exact)));
        graph.Int("to", OnnxTensor.FloatType);
        return signed;
    }

    // what becomes of the columns that are meant; the others stay as they are
    private static OnnxValue Where(
        OnnxGraph graph, IReadOnlyList<NumberColumn> columns, Predicate<NumberColumn> isMeant, OnnxValue x,
        Func<OnnxValue, OnnxValue> change)
    {
        bool[] meant = [.. columns.Select(column => isMeant(column))];
        if (!meant.Contains(true))
            return x;
        OnnxValue changed = change(x);
        return meant.Contains(false) ? graph.Add("Where", graph.Constant(OnnxTensor.Of(meant)), changed, x) : changed;
    }

    private static OnnxValue Slice(OnnxGraph graph, Preparation preparation, int first, int end)
    {
        return end - first == preparation.RawSize
            ? graph.Input
            : graph.Add("Slice", graph.Input, Whole(first), Whole(end), Whole(Columns));

        OnnxValue Whole(long number) => graph.Constant(OnnxTensor.Of([number]));
    }

    private static OnnxValue Row(OnnxGraph graph, IReadOnlyList<NumberColumn> columns, Func<NumberColumn, float> number) =>
        graph.Constant(OnnxTensor.Of([.. columns.Select(number)]));
}
