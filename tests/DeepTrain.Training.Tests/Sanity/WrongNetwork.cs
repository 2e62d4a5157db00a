namespace DeepTrain.Training.Tests.Checking;

/// <summary>A network with a fault that emitted code does not have.</summary>
internal sealed class WrongNetwork(INetwork inner) : INetwork
{
    /// <summary>A parameter whose gradient is multiplied.</summary>
    public (string Parameter, float Factor) WrongGradient { get; init; } = ("", 1);

    /// <summary>What the penalty says too much.</summary>
    public float ExtraPenalty { get; init; }

    public NetworkDescription Description => inner.Description;

    public int InputSize => inner.InputSize;

    public int OutputSize => inner.OutputSize;

    public int ParameterCount => inner.ParameterCount;

    public float LearningRate
    {
        get => inner.LearningRate;
        set => inner.LearningRate = value;
    }

    public int Threads
    {
        get => inner.Threads;
        set => inner.Threads = value;
    }

    public float Regularization
    {
        get => inner.Regularization;
        set => inner.Regularization = value;
    }

    public long Batches
    {
        get => inner.Batches;
        set => inner.Batches = value;
    }

    public ParameterList Parameters => inner.Parameters;

    public Span<float> Gradients => inner.Gradients;

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) =>
        inner.Predict(inputs, outputs);

    public float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) =>
        inner.Loss(inputs, targets);

    public float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) =>
        inner.Loss(inputs, labels);

    public float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights) =>
        inner.Loss(inputs, targets, rowWeights);

    public float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights) =>
        inner.Loss(inputs, labels, rowWeights);

    public float Penalty() => inner.Penalty() + ExtraPenalty;

    public float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) =>
        inner.TrainBatch(inputs, targets);

    public float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) =>
        inner.TrainBatch(inputs, labels);

    public float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights) =>
        inner.TrainBatch(inputs, targets, rowWeights);

    public float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights) =>
        inner.TrainBatch(inputs, labels, rowWeights);

    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) =>
        inner.ComputeGradients(inputs, targets);

    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) =>
        inner.ComputeGradients(inputs, labels);

    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights) =>
        inner.ComputeGradients(inputs, targets, rowWeights);

    public float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights) =>
        inner.ComputeGradients(inputs, labels, rowWeights);

    public float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float scale = 1f) =>
        inner.Accumulate(inputs, targets, scale);

    public float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, float scale = 1f) =>
        inner.Accumulate(inputs, labels, scale);

    public float Accumulate( ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights, float scale = 1f) =>
        inner.Accumulate(inputs, targets, rowWeights, scale);

    public float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights, float scale = 1f) =>
        inner.Accumulate(inputs, labels, rowWeights, scale);

    public void ApplyGradients() =>
        inner.ApplyGradients();

    public float Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ILayerObserver observer) =>
        inner.Inspect(inputs, targets, new Falsifier(observer, WrongGradient));

    public float Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ILayerObserver observer) =>
        inner.Inspect(inputs, labels, new Falsifier(observer, WrongGradient));

    public void WarmUp(int rows = 1) =>
        inner.WarmUp(rows);

    public void Save(string path) =>
        inner.Save(path);

    public void Save(string path, IReadOnlyDictionary<string, string>? metadata) =>
        inner.Save(path, metadata);

    public void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null) =>
        inner.Save(stream, metadata);

    public IReadOnlyDictionary<string, string> Load(string path) =>
        inner.Load(path);

    public IReadOnlyDictionary<string, string> Load(Stream stream) =>
        inner.Load(stream);

    public void SaveWeights(string path) =>
        inner.SaveWeights(path);

    public void SaveWeights(Stream stream) =>
        inner.SaveWeights(stream);

    public IReadOnlyList<string> LoadWeights(string path, LoadOptions? options = null) =>
        inner.LoadWeights(path, options);

    public IReadOnlyList<string> LoadWeights(Stream stream, LoadOptions? options = null) =>
        inner.LoadWeights(stream, options);

    public void ExportOnnx(string path, OnnxOptions? options = null) => inner.ExportOnnx(path, options);

    public void ExportOnnx(Stream stream, OnnxOptions? options = null) => inner.ExportOnnx(stream, options);

    private sealed class Falsifier(ILayerObserver observer, (string Parameter, float Factor) wrong) : ILayerObserver
    {
        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) =>
            observer.Observe(layer, rows, activations, gradients);

        public void ObserveGradient(Parameter parameter, ReadOnlySpan<float> gradient)
        {
            float[] shown = gradient.ToArray();
            if (parameter.Name == wrong.Parameter)
                shown = Array.ConvertAll(shown, number => number * wrong.Factor);
            observer.ObserveGradient(parameter, shown);
        }
    }
}
