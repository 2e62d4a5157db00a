namespace DeepTrain.Tests.Reference;

/// <summary>A whole network in plain loops over doubles: what a compiled one is measured by.</summary>
internal sealed class ReferenceNetwork
{
    private readonly NetworkPlan _plan;
    private readonly ulong _seed;
    private readonly Rounding? _rounding;
    private readonly IReadOnlyList<ReferenceLayer> _layers;
    private readonly ReferenceOptimizer _optimizer;
    private long _batches;

    public ReferenceNetwork(NetworkPlan plan, ulong seed, Rounding? rounding = null)
    {
        _plan = plan;
        _seed = seed;
        _rounding = rounding;
        _layers = plan.Build();
        _optimizer = plan.Optimizer.Build();
        LearningRate = plan.Optimizer.LearningRate.AsDecimal();
        Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
    }

    public IReadOnlyList<ReferenceParameter> Parameters { get; }

    public IReadOnlyList<ReferenceLayer> Layers => _layers;

    public double LearningRate { get; set; }

    /// <summary>Each layer's output, from the latest forward pass.</summary>
    public double[][][] Activations { get; private set; } = [];

    /// <summary>The loss gradient by each layer's output, from the latest backward pass.</summary>
    public double[][][] Gradients { get; private set; } = [];

    private IReadOnlyList<ReferenceParameter> Trainable => [.. Parameters.Where(parameter => parameter.IsTrainable)];

    /// <summary>Starts from another network's numbers.</summary>
    public ReferenceNetwork CopyFrom(INetwork network)
    {
        foreach (ReferenceParameter parameter in Parameters)
        {
            var values = new float[parameter.Values.Length];
            network.Parameters[parameter.Name].CopyTo(values);
            for (int i = 0; i < values.Length; i++)
                parameter.Values[i] = values[i];
        }

        return this;
    }

    public double[][] Predict(Batch batch)
    {
        double[][] outputs = Forward(batch, NewPass(training: false));
        return _plan.Loss.Predict(outputs);
    }

    /// <summary>The mean loss in inference mode, penalties included.</summary>
    public double Loss(Batch batch) => Loss(batch, NewPass(training: false), out _);

    /// <summary>The mean loss in training mode; changes nothing. Tells how near the kinks were.</summary>
    public double TrainingLoss(Batch batch, out IReadOnlyList<double> kinks)
    {
        Pass pass = NewPass(training: true);
        double loss = Loss(batch, pass, out _);
        kinks = pass.Kinks;
        return loss;
    }

    /// <summary>
    /// The same once a parameter has changed since <see cref="Inspect"/> on the same batch, whose <see cref="Activations"/> stay: those of
    /// the layers before the parameter's own hold still.
    /// </summary>
    public double TrainingLossAfterChange(ReferenceParameter changed, Batch batch)
    {
        int first = 0;
        while (!_layers[first].Parameters.Contains(changed))
            first++;
        Pass pass = NewPass(training: true);
        double[][] rows = first == 0 ? InputRows(batch) : Activations[first - 1];
        for (int i = first; i < _layers.Count; i++)
            rows = _layers[i].Forward(rows, pass);
        return Loss(batch, rows, pass, out _);
    }

    /// <summary>Forward and backward in training mode, without moving averages or random numbers on.</summary>
    public double Inspect(Batch batch)
    {
        Pass pass = NewPass(training: true);
        double loss = Loss(batch, pass, out double[][] gradient);
        double[][][] gradients = new double[_layers.Count][][];
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            gradients[i] = gradient;
            double[][] x = i == 0 ? InputRows(batch) : Activations[i - 1];
            gradient = _layers[i].Backward(x, Activations[i], gradient, pass);
        }

        Gradients = gradients;
        return loss;
    }

    public double ComputeGradients(Batch batch)
    {
        double loss = Inspect(batch);
        foreach (ReferenceLayer layer in _layers)
            layer.MoveAverages();
        _batches++;
        return loss;
    }

    public void ApplyGradients()
    {
        _optimizer.Apply(Trainable, LearningRate);
        foreach (ReferenceLayer layer in _layers)
            layer.LimitNorms();
    }

    public double TrainBatch(Batch batch)
    {
        double loss = ComputeGradients(batch);
        ApplyGradients();
        return loss;
    }

    private double Loss(Batch batch, Pass pass, out double[][] gradient) => Loss(batch, Forward(batch, pass), pass, out gradient);

    private double Loss(Batch batch, double[][] outputs, Pass pass, out double[][] gradient)
    {
        double[][] targets = Rows.Of(batch.Targets, _plan.Outputs);
        double loss = batch.Weights is null
            ? _plan.Loss.Mean(outputs, targets, pass, out gradient)
            : WeightedMean(outputs, targets, batch.Weights, pass, out gradient);
        return pass.Round(Sum.Of(loss, _layers.Sum(layer => layer.Penalty)));
    }

    // row by row, each a batch of its own
    private double WeightedMean(double[][] y, double[][] t, float[] weights, Pass pass, out double[][] gradient)
    {
        double sum = weights.Sum(weight => (double)weight), loss = 0;
        gradient = new double[y.Length][];
        for (int row = 0; row < y.Length; row++)
        {
            gradient[row] = new double[y[row].Length];
            if (weights[row] == 0)
                continue;
            double share = weights[row] / sum;
            loss += share * _plan.Loss.Mean([y[row]], [t[row]], pass, out double[][] own);
            gradient[row] = [.. own[0].Select(g => share * g)];
        }

        return loss;
    }

    private double[][] Forward(Batch batch, Pass pass)
    {
        double[][] rows = InputRows(batch);
        var activations = new double[_layers.Count][][];
        for (int i = 0; i < _layers.Count; i++)
            activations[i] = rows = _layers[i].Forward(rows, pass);
        Activations = activations;
        return rows;
    }

    private double[][] InputRows(Batch batch) => Rows.Of(batch.Inputs, _plan.Inputs);

    private Pass NewPass(bool training) => new(training, _seed, _batches, _rounding);
}
