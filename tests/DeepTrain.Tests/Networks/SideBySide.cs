using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>A compiled network and its references, which see the same batches and are compared after each call.</summary>
internal sealed class SideBySide
{
    // a derivative that jumps this near, relative to the largest number of the row, may jump in float and not in double
    private const double KinkMargin = 1e-5;

    // above this share of noise a gradient has no digit left, as that of a bias before batch norm, which is 0
    private const double NoiseShare = 1e-3;

    private const int Attempts = 100;

    private readonly NetworkPlan _plan;
    private readonly INetwork _network;
    private readonly ReferenceNetwork _exact;
    private readonly ReferenceNetwork[] _rounded;
    private readonly HashSet<string> _unknowable = [];

    public SideBySide(NetworkPlan plan, INetwork network, ulong seed)
    {
        _plan = plan;
        _network = network;
        _exact = new ReferenceNetwork(plan, seed).CopyFrom(network);
        _rounded =
        [
            .. Enumerable.Range(1, 2).Select(run => new ReferenceNetwork(plan, seed, new Rounding(run)).CopyFrom(network)),
        ];
    }

    public double Tolerance { get; set; } = 1e-5;

    /// <summary>Draws rows in which no derivative jumps so near that float and double could rightly disagree.</summary>
    public Batch Draw(int rows, Random random) =>
        TryDraw(rows, random)
        ?? throw new InvalidOperationException($"{_plan.Name} has a kink in each of {Attempts} batches of {rows} rows.");

    /// <summary>
    /// Draws such rows, or null where there are none: in a deep narrow network many units lie at a kink at once.
    /// </summary>
    public Batch? TryDraw(int rows, Random random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Batch batch = Batch.Draw(_plan, rows, random);
            if (IsClearOfKinks(batch))
                return batch;
        }

        return null;
    }

    public void TrainBatch(Batch batch)
    {
        float loss = batch.Weights is null
            ? _network.TrainBatch(batch.Inputs, batch.Targets)
            : _network.TrainBatch(batch.Inputs, batch.Targets, batch.Weights);
        CheckLoss("TrainBatch", loss, reference => reference.TrainBatch(batch));
        FindUnknowable();
        CheckParameters();
    }

    public void ComputeAndApplyGradients(Batch batch)
    {
        float loss = batch.Weights is null
            ? _network.ComputeGradients(batch.Inputs, batch.Targets)
            : _network.ComputeGradients(batch.Inputs, batch.Targets, batch.Weights);
        CheckLoss("ComputeGradients", loss, reference => reference.ComputeGradients(batch));
        FindUnknowable();
        foreach (ReferenceParameter parameter in _exact.Parameters.Where(parameter => parameter.IsTrainable))
        {
            var gradient = new float[parameter.Gradient.Length];
            _network.Parameters[parameter.Name].CopyGradientTo(gradient);
            Agreement.Check($"{_plan.Name}, gradient of {parameter.Name}", Tolerance, gradient, parameter.Gradient,
                _rounded.Select(reference => Same(reference, parameter).Gradient));
        }

        _network.ApplyGradients();
        _exact.ApplyGradients();
        Array.ForEach(_rounded, reference => reference.ApplyGradients());
        CheckParameters();
    }

    public void CheckInference(Batch batch)
    {
        var outputs = new float[batch.Rows * _plan.Outputs];
        _network.Predict(batch.Inputs, outputs);
        Agreement.Check($"{_plan.Name}, Predict", Tolerance, outputs, _exact.Predict(batch).Flat(),
            _rounded.Select(reference => reference.Predict(batch).Flat()));
        float loss = batch.Weights is null
            ? _network.Loss(batch.Inputs, batch.Targets)
            : _network.Loss(batch.Inputs, batch.Targets, batch.Weights);
        CheckLoss("Loss", loss, reference => reference.Loss(batch));
    }

    /// <summary>Compares every layer's output and gradient.</summary>
    public void CheckInspection(Batch batch)
    {
        var seen = new LayerRecorder();
        CheckLoss("Inspect", _network.Inspect(batch.Inputs, batch.Targets, seen), reference => reference.Inspect(batch));
        ReferenceParameter[] trainable = [.. _exact.Parameters.Where(parameter => parameter.IsTrainable)];
        Assert.Equal(trainable.Select(parameter => parameter.Name), seen.Gradients.Select(gradient => gradient.Name));
        foreach ((ReferenceParameter parameter, (string name, float[] gradient)) in trainable.Zip(seen.Gradients))
        {
            Agreement.Check($"{_plan.Name}, inspected gradient of {name}", Tolerance, gradient, parameter.Gradient,
                _rounded.Select(reference => Same(reference, parameter).Gradient));
        }

        Assert.Equal(_network.Description.Layers, seen.Layers.Select(layer => layer.Layer));
        for (int i = 0; i < seen.Layers.Count; i++)
        {
            SeenLayer layer = seen.Layers[i];
            Assert.Equal(batch.Rows, layer.Rows);
            Agreement.Check($"{_plan.Name}, output of {layer.Layer.Name}", Tolerance, layer.Activations,
                _exact.Activations[i].Flat(), _rounded.Select(reference => reference.Activations[i].Flat()));
            Agreement.Check($"{_plan.Name}, gradient at {layer.Layer.Name}", Tolerance, layer.Gradients,
                _exact.Gradients[i].Flat(), _rounded.Select(reference => reference.Gradients[i].Flat()));
        }
    }

    private void CheckParameters()
    {
        foreach (ReferenceParameter parameter in _exact.Parameters.Where(parameter => !_unknowable.Contains(parameter.Name)))
        {
            var values = new float[parameter.Values.Length];
            _network.Parameters[parameter.Name].CopyTo(values);
            Agreement.Check($"{_plan.Name}, {parameter.Name}", Tolerance, values, parameter.Values,
                _rounded.Select(reference => Same(reference, parameter).Values));
        }
    }

    private void CheckLoss(string what, float loss, Func<ReferenceNetwork, double> call) =>
        Agreement.Check($"{_plan.Name}, {what}", Tolerance, loss, call(_exact), [.. _rounded.Select(call)]);

    /// <summary>
    /// Where a gradient is all rounding noise, an optimizer that divides by its size steps in a random direction: nobody can
    /// say where the parameter should be. Its gradient is still compared, with the noise as the yardstick.
    /// </summary>
    private void FindUnknowable()
    {
        foreach (ReferenceParameter parameter in _exact.Parameters.Where(parameter => parameter.IsTrainable))
        {
            double noise = Agreement.Uncertainty(
                parameter.Gradient, _rounded.Select(reference => Same(reference, parameter).Gradient));
            if (noise > NoiseShare * Agreement.Norm(parameter.Gradient))
                _unknowable.Add(parameter.Name);
        }
    }

    private bool IsClearOfKinks(Batch batch)
    {
        _exact.TrainingLoss(batch, out IReadOnlyList<double> exact);
        // most attempts end here
        if (exact.Any(kink => kink != 0 && Math.Abs(kink) <= KinkMargin))
            return false;
        _rounded[0].TrainingLoss(batch, out IReadOnlyList<double> rounded);
        // an exact 0, of a dead unit or a dropped one, is an exact 0 in float too
        return exact.Zip(rounded).All(pair => Math.Abs(pair.First) > KinkMargin || (pair.First == 0 && pair.Second == 0));
    }

    private static ReferenceParameter Same(ReferenceNetwork reference, ReferenceParameter parameter) =>
        reference.Parameters.Single(other => other.Name == parameter.Name);
}
