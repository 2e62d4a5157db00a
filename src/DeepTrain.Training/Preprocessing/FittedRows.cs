namespace DeepTrain;

/// <summary>Fitted steps one behind the other, for many threads at once.</summary>
internal sealed class FittedRows
{
    private readonly FittedStep[] _steps;
    private readonly int _widest;

    [ThreadStatic]
    private static float[]? _scratch;

    public FittedRows(int inputSize, IReadOnlyList<FittedStep> steps)
    {
        _steps = [.. steps];
        InputSize = inputSize;
        OutputSize = _steps.Length == 0 ? inputSize : _steps[^1].OutputSize;
        _widest = _steps.Aggregate(inputSize, (widest, step) => Math.Max(widest, step.OutputSize));
    }

    public int InputSize { get; }

    public int OutputSize { get; }

    public void Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        if (_scratch == null || _scratch.Length < 2 * _widest)
            _scratch = new float[2 * _widest];
        Span<float> current = _scratch.AsSpan(0, _widest), next = _scratch.AsSpan(_widest, _widest);
        row.CopyTo(current);
        foreach (FittedStep step in _steps)
        {
            step.Apply(current[..step.InputSize], next[..step.OutputSize]);
            Span<float> free = current;
            current = next;
            next = free;
        }
        current[..OutputSize].CopyTo(result);
    }
}
