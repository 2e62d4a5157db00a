using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// What the steps declare, each read by its own kind. Every step is read, in whatever order they stand, so that all
/// arguments are checked.
/// </summary>
internal sealed class ReadSteps
{
    private readonly List<DeclaredStep> _layerSteps = [];
    private readonly List<LayerSpec> _layers = [];
    private readonly DeclaredStep? _inputStep;

    public ReadSteps(IReadOnlyList<DeclaredStep> steps, Problems problems)
    {
        foreach (DeclaredStep step in steps)
        {
            problems.Cancellation.ThrowIfCancellationRequested();
            switch (step.Role)
            {
                case StepRole.Input:
                    Input = ReadInput(step.Arguments);
                    _inputStep ??= step;
                    break;
                case StepRole.Layer:
                    _layerSteps.Add(step);
                    _layers.Add(StepKinds.Layers[step.Name].Read(step.Arguments));
                    break;
                case StepRole.Loss:
                    Loss = StepKinds.Losses[step.Name].Read(step.Arguments);
                    break;
                case StepRole.Optimizer:
                    Optimizer = StepKinds.Optimizers[step.Name].Read(step.Arguments);
                    break;
            }
        }
    }

    public Shape Input { get; }

    public LossSpec? Loss { get; }

    public OptimizerSpec? Optimizer { get; }

    /// <summary>The layers with names, and with shapes as far as they can be known.</summary>
    public IReadOnlyList<LayerSpec> Connect(string network, bool hasOrder, Problems problems)
    {
        IReadOnlyList<LayerSpec> named = LayerNames.Give(network, _layerSteps, _layers, problems);
        return hasOrder ? LayerChain.Connect(network, _inputStep!, Input, _layerSteps, named, problems) : [];
    }

    /// <summary>Whether the network has public members for labels; false where that is not known.</summary>
    public bool TakesLabels(IReadOnlyList<LayerSpec> connected) =>
        connected.Count > 0
        && connected.Count == _layers.Count
        && Loss?.TakesLabels(connected[connected.Count - 1].Output.Size) == true;

    private static Shape ReadInput(AttributeStepArguments arguments) => arguments.IsGiven("features")
        ? Shape.Flat(arguments.Int("features", 1, minimum: 1))
        : Shape.Image(
            arguments.Int("channels", 1, minimum: 1),
            arguments.Int("height", 1, minimum: 1),
            arguments.Int("width", 1, minimum: 1));
}
