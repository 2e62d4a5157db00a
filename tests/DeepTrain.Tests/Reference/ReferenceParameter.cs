namespace DeepTrain.Tests.Reference;

/// <summary>A tensor in PyTorch's layout, with its gradient and what the optimizer remembers of it.</summary>
internal sealed class ReferenceParameter(string name, int[] shape, bool isTrainable = true)
{
    private readonly Dictionary<string, double[]> _slots = [];

    public string Name => name;

    public int[] Shape => shape;

    public bool IsTrainable => isTrainable;

    public double[] Values { get; } = new double[shape.Aggregate(1, (product, extent) => product * extent)];

    public double[] Gradient { get; } = new double[shape.Aggregate(1, (product, extent) => product * extent)];

    public ReferenceParameter Filled(double value)
    {
        Values.AsSpan().Fill(value);
        return this;
    }

    /// <summary>The optimizer's memory of that name, one number for each of the parameter's.</summary>
    public double[] Slot(string slot, double start = 0)
    {
        if (!_slots.TryGetValue(slot, out double[]? numbers))
        {
            numbers = new double[Values.Length];
            numbers.AsSpan().Fill(start);
            _slots.Add(slot, numbers);
        }

        return numbers;
    }
}
