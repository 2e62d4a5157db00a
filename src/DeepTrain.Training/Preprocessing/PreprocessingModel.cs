namespace DeepTrain;

/// <summary>
/// The numbers of fitted preprocessing, as plain arrays: what an application needs in order to do the same to the rows that
/// it predicts, and to turn predictions back.
/// </summary>
/// <param name="InputSize">Inputs in a row as it comes.</param>
/// <param name="Steps">What is done to the inputs, in order.</param>
/// <param name="Targets">How targets were scaled; null if they were not.</param>
public sealed record PreprocessingModel(int InputSize, IReadOnlyList<FittedStep> Steps, TargetScaling? Targets)
{
    /// <summary>Inputs in a row as the network gets it.</summary>
    public int OutputSize => Steps.Count == 0 ? InputSize : Steps[^1].OutputSize;
}

/// <summary>One fitted step: from <see cref="InputSize"/> numbers to <see cref="OutputSize"/>.</summary>
/// <param name="InputSize">Numbers that go in.</param>
/// <param name="OutputSize">Numbers that come out.</param>
public abstract record FittedStep(int InputSize, int OutputSize)
{
    internal abstract void Apply(ReadOnlySpan<float> row, Span<float> result);
}

/// <summary><c>(x - Shift) * Scale</c> in each column.</summary>
/// <param name="Shift">One number a column.</param>
/// <param name="Scale">One number a column.</param>
public sealed record AffineStep(IReadOnlyList<float> Shift, IReadOnlyList<float> Scale)
    : FittedStep(Shift.Count, Shift.Count)
{
    private readonly float[] _shift = [.. Shift];
    private readonly float[] _scale = [.. Scale];

    internal override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int column = 0; column < _shift.Length; column++)
            result[column] = (row[column] - _shift[column]) * _scale[column];
    }
}

/// <summary><c>sign(x) log(1 + |x|)</c> in chosen columns: long tails become short, for numbers of both signs.</summary>
/// <param name="Columns">For each column, whether it is changed.</param>
public sealed record LogStep(IReadOnlyList<bool> Columns) : FittedStep(Columns.Count, Columns.Count)
{
    private readonly bool[] _columns = [.. Columns];

    internal override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int column = 0; column < _columns.Length; column++)
        {
            float x = row[column];
            result[column] = _columns[column] ? MathF.CopySign((float)double.LogP1(Math.Abs((double)x)), x) : x;
        }
    }
}

/// <summary>
/// A column of whole numbers becomes one column for each value; a value that was not there before becomes zeros.
/// </summary>
/// <param name="Size">Columns that go in.</param>
/// <param name="Column">Which of them is replaced, where it stands.</param>
/// <param name="Values">The values in order.</param>
public sealed record OneHotStep(int Size, int Column, IReadOnlyList<float> Values)
    : FittedStep(Size, Size - 1 + Values.Count)
{
    private readonly float[] _values = [.. Values];

    internal override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        row[..Column].CopyTo(result);
        Span<float> ones = result.Slice(Column, _values.Length);
        ones.Clear();
        int place = Array.BinarySearch(_values, row[Column]);
        if (place >= 0)
            ones[place] = 1;
        row[(Column + 1)..].CopyTo(result[(Column + _values.Length)..]);
    }
}

/// <summary><c>Matrix (x - Mean)</c>: principal components, whitened or not.</summary>
/// <param name="Mean">One number a column.</param>
/// <param name="Matrix">Row after row, one for each number that comes out, <see cref="Mean"/>'s length each.</param>
public sealed record ProjectionStep(IReadOnlyList<float> Mean, IReadOnlyList<float> Matrix)
    : FittedStep(Mean.Count, Matrix.Count / Mean.Count)
{
    private readonly float[] _mean = [.. Mean];
    private readonly float[] _matrix = [.. Matrix];

    internal override void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        for (int component = 0; component < OutputSize; component++)
        {
            double sum = 0;
            ReadOnlySpan<float> weights = _matrix.AsSpan(component * _mean.Length, _mean.Length);
            for (int column = 0; column < weights.Length; column++)
                sum += weights[column] * ((double)row[column] - _mean[column]);
            result[component] = (float)sum;
        }
    }
}

/// <summary>How targets are scaled to mean 0 and standard deviation 1, and predictions turned back.</summary>
/// <param name="Mean">One number a target.</param>
/// <param name="Std">One number a target, above 0.</param>
public sealed record TargetScaling(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>Scales whole rows of targets.</summary>
    /// <exception cref="ArgumentException">They are no whole rows.</exception>
    public void Apply(Span<float> targets)
    {
        CheckRows(targets.Length);
        for (int next = 0; next < targets.Length; next++)
            targets[next] = (targets[next] - Mean[next % Mean.Count]) / Std[next % Mean.Count];
    }

    /// <summary>Turns whole rows of predictions back to the targets' own units.</summary>
    /// <exception cref="ArgumentException">They are no whole rows.</exception>
    public void Invert(Span<float> predictions)
    {
        CheckRows(predictions.Length);
        for (int next = 0; next < predictions.Length; next++)
            predictions[next] = predictions[next] * Std[next % Mean.Count] + Mean[next % Mean.Count];
    }

    private void CheckRows(int length)
    {
        if (length % Mean.Count != 0)
            throw new ArgumentException($"Expected whole rows of {Mean.Count} targets; the span holds {length} numbers.");
    }
}
