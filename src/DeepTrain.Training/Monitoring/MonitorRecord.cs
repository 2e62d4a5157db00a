namespace DeepTrain;

/// <summary>A look at the layers of a network in training.</summary>
public sealed record MonitorRecord
{
    /// <summary>Epochs before this look; 0 before training.</summary>
    public required int Epochs { get; init; }

    /// <summary>Updates before this look.</summary>
    public required long Steps { get; init; }

    /// <summary>The layers in data-flow order.</summary>
    public required IReadOnlyList<LayerSignal> Layers { get; init; }

    /// <summary>The trainable parameters in layer order.</summary>
    public required IReadOnlyList<ParameterSignal> Parameters { get; init; }
}
