using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// A tensor of a network. Numbers come and go in the canonical order, which is PyTorch's: rows of <see cref="Shape"/>,
/// last dimension fastest, whatever the layout in memory.
/// </summary>
public sealed class Parameter
{
    private readonly NetworkState _state;
    private readonly ParameterLayout _layout;

    internal Parameter(NetworkState state, ParameterLayout layout)
    {
        _state = state;
        _layout = layout;
        Shape = Shapes.Freeze(layout.Shape);
    }

    /// <summary>The name, for example <c>dense1.weight</c>.</summary>
    public string Name => _layout.Name;

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>
    /// Whether the optimizer changes it. The moving averages of batch norm are not trainable, nor is what is frozen by
    /// <see cref="ParameterizedLayerAttribute.Trainable"/>.
    /// </summary>
    public bool IsTrainable => _layout.IsTrainable;

    /// <summary>How many numbers it holds.</summary>
    public int Length => _layout.Length;

    /// <summary>Copies the values out.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> does not hold exactly <see cref="Length"/>
    /// numbers.</exception>
    public unsafe void CopyTo(Span<float> destination)
    {
        CheckLength(destination.Length, nameof(destination));
        _layout.Unpack(_state.Arena(_layout), destination);
        GC.KeepAlive(_state);
    }

    /// <summary>Replaces the values.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> does not hold exactly <see cref="Length"/>
    /// numbers.</exception>
    public unsafe void CopyFrom(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length, nameof(source));
        _layout.Pack(source, _state.Arena(_layout));
        // moving averages are no weights
        if (!_layout.IsAverage)
            _state.TransposedStale = true;
        GC.KeepAlive(_state);
    }

    /// <summary>Copies the gradient of the latest training batch out, unclipped.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> does not hold exactly <see cref="Length"/>
    /// numbers.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not trainable, or no gradients have been
    /// computed.</exception>
    public unsafe void CopyGradientTo(Span<float> destination)
    {
        if (!IsTrainable)
            throw new InvalidOperationException($"{Name} has no gradient: it is not trainable.");
        if (!_state.HasGradients)
            throw new InvalidOperationException($"{Name} has no gradient yet: call ComputeGradients first.");
        CheckLength(destination.Length, nameof(destination));
        _layout.Unpack(_state.Gradients, destination);
        GC.KeepAlive(_state);
    }

    /// <summary>
    /// Replaces the gradient: <see cref="INetwork.ApplyGradients"/> uses it. The gradients of other parameters stay as they are;
    /// if none have been computed, they become 0.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> does not hold exactly <see cref="Length"/>
    /// numbers.</exception>
    /// <exception cref="InvalidOperationException">The parameter is not trainable.</exception>
    public void CopyGradientFrom(ReadOnlySpan<float> source)
    {
        if (!IsTrainable)
            throw new InvalidOperationException($"{Name} takes no gradient: it is not trainable.");
        CheckLength(source.Length, nameof(source));
        _state.SetGradient(_layout, source);
    }

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name} {Shapes.Brackets(Shape)}";

    private void CheckLength(int actual, string argument)
    {
        if (actual != Length)
            throw new ArgumentException($"{ToString()} holds {Length} numbers, the span {actual}.", argument);
    }
}
