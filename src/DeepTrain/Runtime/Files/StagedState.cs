namespace DeepTrain.Runtime;

/// <summary>
/// What a file would make of a network, in memory of its own: the network changes in <see cref="Commit"/>, where nothing
/// can fail any more.
/// </summary>
internal sealed unsafe class StagedState
{
    private readonly NetworkState _state;
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _running;
    private readonly AlignedBuffer?[] _slots;

    /// <summary>The optimizer's slots at their start; the parameters as they are, or 0.</summary>
    public StagedState(NetworkState state, bool keepsParameters)
    {
        _state = state;
        _values = NetworkState.Filled(state.ValueLength, 0);
        _running = NetworkState.Filled(state.RunningLength, 0);
        _slots = new AlignedBuffer?[state.Optimizer.SlotInit.Length];
        if (keepsParameters)
        {
            Copy(state.Values, _values.Pointer, _values.Length);
            Copy(state.Running, _running.Pointer, _running.Length);
        }
    }

    public void SetParameter(ParameterLayout layout, ReadOnlySpan<float> canonical)
    {
        layout.Pack(canonical, (layout.IsAverage ? _running : _values).Pointer);
        GC.KeepAlive(this);
    }

    public void SetSlot(ParameterLayout layout, int slot, ReadOnlySpan<float> canonical)
    {
        layout.Pack(canonical, (_slots[slot] ??= _state.NewSlot(slot)).Pointer);
        GC.KeepAlive(this);
    }

    /// <summary>Hands everything to the network. Its gradients are void, for they are those of other weights.</summary>
    public void Commit()
    {
        Copy(_values.Pointer, _state.Values, _values.Length);
        Copy(_running.Pointer, _state.Running, _running.Length);
        for (int slot = 0; slot < _slots.Length; slot++)
            _state.ReplaceSlot(slot, _slots[slot]);
        _state.Updates = 0;
        _state.MomentumProduct = 1;
        _state.HasGradients = false;
        _state.TransposedStale = true;
        GC.KeepAlive(this);
    }

    private static void Copy(float* from, float* to, long floats) =>
        Buffer.MemoryCopy(from, to, floats * sizeof(float), floats * sizeof(float));
}
