namespace DeepTrain;

public sealed partial class Dataset
{
    /// <summary>Copies rows with float targets, or with nothing to learn.</summary>
    /// <param name="inputs">All inputs, row after row.</param>
    /// <param name="targets">All targets, row after row; may be empty.</param>
    /// <param name="rows">How many rows that is, at least 1.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">The spans hold no whole rows, or the options do not fit.</exception>
    public static Dataset FromArrays(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        if (options.ClassNames != null)
            throw new ArgumentException("Expected no class names: the targets are numbers, not labels.", nameof(options));
        int inputSize = RowSize(inputs.Length, rows, "inputs");
        int targetSize = RowSize(targets.Length, rows, "targets");
        RowFormat format = CreateFormat(inputSize, targetSize, null, options);
        return new Dataset(new MemoryRows(rows, inputs.ToArray(), targets.ToArray()), format, null);
    }

    /// <summary>Copies rows with a class each.</summary>
    /// <param name="inputs">All inputs, row after row.</param>
    /// <param name="labels">A label for each row, from 0.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">The inputs are no whole rows, a label has no class, or the options do not
    /// fit.</exception>
    public static Dataset FromArrays(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        int inputSize = RowSize(inputs.Length, labels.Length, "inputs");
        RowFormat format = CreateFormat(inputSize, 0, ClassNamesOf(labels, options.ClassNames), options);
        return new Dataset(new MemoryRows(labels.Length, inputs.ToArray(), []), format, labels.ToArray());
    }

    /// <summary>Copies rows with float targets.</summary>
    /// <param name="inputs">A row each, all of one length.</param>
    /// <param name="targets">A row each, all of one length.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">There are no rows, they differ in length, or the options do not fit.</exception>
    public static Dataset FromArrays(float[][] inputs, float[][] targets, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        CheckSameRows(inputs.Length, targets.Length, "targets");
        return FromArrays(Flatten(inputs, "inputs"), Flatten(targets, "targets"), inputs.Length, options);
    }

    /// <summary>Copies rows with a class each.</summary>
    /// <param name="inputs">A row each, all of one length.</param>
    /// <param name="labels">A label for each row, from 0.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">There are no rows, they differ in length, a label has no class, or the options do
    /// not fit.</exception>
    public static Dataset FromArrays(float[][] inputs, int[] labels, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        CheckSameRows(inputs.Length, labels.Length, "labels");
        return FromArrays(Flatten(inputs, "inputs"), labels, options);
    }

    /// <summary>Rows with float targets from items of any kind.</summary>
    /// <param name="items">One for each row; enumerated once.</param>
    /// <param name="inputs">An item's inputs, of one length for all.</param>
    /// <param name="targets">An item's targets, of one length for all.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">There are no items, rows differ in length, or the options do not fit.</exception>
    public static Dataset From<T>(
        IEnumerable<T> items, Func<T, float[]> inputs, Func<T, float[]> targets, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        FloatRows allInputs = new("inputs"), allTargets = new("targets");
        foreach (T item in items)
        {
            allInputs.Add(inputs(item));
            allTargets.Add(targets(item));
        }
        CheckAny(allInputs.Rows);
        RowFormat format = CreateFormat(allInputs.Size, allTargets.Size, null, options ?? new DatasetOptions());
        return new Dataset(new MemoryRows(allInputs.Rows, allInputs.ToArray(), allTargets.ToArray()), format, null);
    }

    /// <summary>Rows with one float target each from items of any kind.</summary>
    /// <param name="items">One for each row; enumerated once.</param>
    /// <param name="inputs">An item's inputs, of one length for all.</param>
    /// <param name="target">An item's target.</param>
    /// <param name="options">Shape and names.</param>
    /// <exception cref="ArgumentException">There are no items, rows differ in length, or the options do not fit.</exception>
    public static Dataset From<T>(
        IEnumerable<T> items, Func<T, float[]> inputs, Func<T, float> target, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        float[] row = new float[1];
        return From(items, inputs, item =>
        {
            row[0] = target(item);
            return row;
        }, options);
    }

    /// <summary>Rows with a class each from items of any kind.</summary>
    /// <param name="items">One for each row; enumerated once.</param>
    /// <param name="inputs">An item's inputs, of one length for all.</param>
    /// <param name="className">The name of an item's class.</param>
    /// <param name="options">
    /// Shape and names. Without class names the classes are those that occur, in ordinal order; with them, another name is
    /// an
    /// error.
    /// </param>
    /// <exception cref="ArgumentException">There are no items, rows differ in length, a class has no name, or the options do
    /// not fit.</exception>
    public static Dataset FromLabelled<T>(
        IEnumerable<T> items, Func<T, float[]> inputs, Func<T, string> className, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(className);
        options ??= new DatasetOptions();
        var allInputs = new FloatRows("inputs");
        var names = new List<string>();
        foreach (T item in items)
        {
            allInputs.Add(inputs(item));
            names.Add(className(item) ?? throw new ArgumentException(
                $"Expected the name of a class for each item; that of item {names.Count} is null."));
        }
        CheckAny(allInputs.Rows);
        string[] classes = options.ClassNames?.ToArray() ?? [.. names.Distinct().Order(StringComparer.Ordinal)];
        RowFormat format = CreateFormat(allInputs.Size, 0, classes, options);
        var labelOf = classes.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label);
        int[] labels = new int[names.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            if (!labelOf.TryGetValue(names[row], out labels[row]))
            {
                throw new ArgumentException(
                    $"Expected one of the classes {Runtime.Quoted.Names(classes)}; item {row} is of "
                    + $"{Runtime.Quoted.Value(names[row])}.", nameof(items));
            }
        }
        return new Dataset(new MemoryRows(labels.Length, allInputs.ToArray(), []), format, labels);
    }

    /// <summary>
    /// Rows that a function reads or computes whenever they are asked for: a database, a simulation, a format of one's own.
    /// </summary>
    /// <param name="rows">How many there are, at least 1.</param>
    /// <param name="inputSize">Numbers in an input row.</param>
    /// <param name="targetSize">Numbers in a target row; may be 0.</param>
    /// <param name="read">
    /// Fills the inputs and the targets of a row. Called by many threads at once, and for a row again and again: it has to
    /// give the same numbers each time.
    /// </param>
    /// <param name="options">Shape and names.</param>
    public static Dataset FromReader(
        int rows, int inputSize, int targetSize, RowReader read, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        options ??= new DatasetOptions();
        if (options.ClassNames != null)
            throw new ArgumentException("Expected no class names: the targets are numbers, not labels.", nameof(options));
        return new Dataset(new ReaderRows(rows, read), CreateFormat(inputSize, targetSize, null, options), null);
    }

    /// <summary>Rows with a class each that a function reads or computes whenever they are asked for.</summary>
    /// <param name="labels">A label for each row, from 0.</param>
    /// <param name="inputSize">Numbers in an input row.</param>
    /// <param name="read">Fills the inputs of a row, as for the other overload; there are no targets.</param>
    /// <param name="options">Shape and names.</param>
    public static Dataset FromReader(
        ReadOnlySpan<int> labels, int inputSize, RowReader read, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        CheckAny(labels.Length);
        options ??= new DatasetOptions();
        RowFormat format = CreateFormat(inputSize, 0, ClassNamesOf(labels, options.ClassNames), options);
        return new Dataset(new ReaderRows(labels.Length, read), format, labels.ToArray());
    }

    private static RowFormat CreateFormat(int inputSize, int targetSize, string[]? classNames, DatasetOptions options)
    {
        RowFormat format = RowFormat.Create(
            options.InputShape ?? [inputSize], targetSize, options.InputNames, options.TargetNames, classNames);
        if (format.InputSize != inputSize)
        {
            throw new ArgumentException(
                $"Expected rows of {format.InputSize} inputs, as the shape [{string.Join(", ", format.InputShape)}] has; "
                + $"they are rows of {inputSize}.", nameof(options));
        }
        return format;
    }

    /// <summary>The classes that labels belong to, once it is sure that each belongs to one.</summary>
    internal static string[] ClassNamesOf(ReadOnlySpan<int> labels, IReadOnlyList<string>? given)
    {
        int highest = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            if (label < 0 || label >= (given?.Count ?? MostClasses))
            {
                throw new ArgumentException(
                    $"Expected labels from 0 to {(given?.Count ?? MostClasses) - 1}; that of row {row} is {label}.",
                    nameof(labels));
            }
            highest = Math.Max(highest, label);
        }
        return given?.ToArray() ?? RowFormat.NumberedClasses(highest + 1);
    }

    // more outputs than any network has: what is higher is no label
    private const int MostClasses = 1_000_000;

    private static int RowSize(int length, int rows, string what)
    {
        if (rows < 1)
            throw new ArgumentException($"Expected at least one row; there are {rows}.", nameof(rows));
        if (length % rows != 0 || (length == 0 && what == "inputs"))
            throw new ArgumentException($"Expected {what} for {rows} whole rows; the span holds {length} numbers.", what);
        return length / rows;
    }

    private static void CheckAny(int rows)
    {
        if (rows == 0)
            throw new ArgumentException("Expected at least one row; there are none.");
    }

    private static void CheckSameRows(int inputs, int others, string what)
    {
        CheckAny(inputs);
        if (inputs != others)
            throw new ArgumentException($"Expected {what} for {inputs} rows, as of inputs; there are {others}.", what);
    }

    private static float[] Flatten(float[][] rows, string what)
    {
        var all = new FloatRows(what);
        foreach (float[] row in rows)
            all.Add(row);
        return all.ToArray();
    }
}
