namespace DeepTrain.Runtime;

/// <content>The gradients: whether there are any, what is added to them, and what users write.</content>
public sealed unsafe partial class NetworkState
{
    private AlignedBuffer? _newGradients;
    private Padding? _gradientPadding;
    private bool _hasGradients;
    private bool _areGradientsSpent;
    private bool _addsGradients;

    /// <summary>Whether <see cref="Gradients"/> holds the gradients of a batch.</summary>
    public bool HasGradients
    {
        get => _hasGradients;
        set
        {
            _hasGradients = value;
            _areGradientsSpent = false;
        }
    }

    /// <summary>All gradients, for users to read and write; padding included.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Span<float> GradientSpan
    {
        get
        {
            if (!HasGradients)
                throw new InvalidOperationException("There are no gradients yet: call ComputeGradients or Accumulate first.");
            // from now on someone may write where nothing must be but 0
            _gradientPadding ??= new Padding(Layouts.Where(layout => layout.IsTrainable), TrainableLength);
            return _gradients.Span;
        }
    }

    /// <summary>Begins an update with the gradients in memory.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public void UseGradients()
    {
        Guard.HasGradients(_hasGradients);
        _gradientPadding?.Clear(_gradients.Span);
        _areGradientsSpent = true;
    }

    /// <summary>Where the gradients of a batch go that <see cref="EndAccumulation"/> adds to those that are there.</summary>
    /// <exception cref="OutOfMemoryException">There is no room for both; nothing has changed.</exception>
    public float* BeginAccumulation()
    {
        _addsGradients = _hasGradients && !_areGradientsSpent;
        return _addsGradients ? (_newGradients ??= new AlignedBuffer(TrainableLength)).Pointer : Gradients;
    }

    /// <summary>Adds the gradients of a batch, times <paramref name="scale"/>, to those that were there unspent.</summary>
    public void EndAccumulation(float scale)
    {
        if (_addsGradients)
            GradientSums.Add(_newGradients!.Pointer, scale, Gradients, TrainableLength);
        else if (scale != 1)
            GradientSums.Scale(Gradients, scale, TrainableLength);
        HasGradients = true;
    }

    /// <summary>Shows an observer the gradients at <paramref name="gradients"/>, parameter by parameter.</summary>
    public void ShowGradients(float* gradients, ILayerObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        float[] canonical = new float[Layouts.Length == 0 ? 0 : Layouts.Max(layout => layout.Length)];
        for (int i = 0; i < Layouts.Length; i++)
        {
            if (!Layouts[i].IsTrainable)
                continue;
            Span<float> gradient = canonical.AsSpan(0, Layouts[i].Length);
            Layouts[i].Unpack(gradients, gradient);
            observer.ObserveGradient(Parameters[i], gradient);
        }
    }

    /// <summary>Takes a parameter's gradient from users. Without gradients so far, those of all others are 0.</summary>
    internal void SetGradient(ParameterLayout layout, ReadOnlySpan<float> canonical)
    {
        if (!_hasGradients)
            _gradients.Span.Clear();
        layout.Pack(canonical, Gradients);
        HasGradients = true;
        GC.KeepAlive(this);
    }
}
