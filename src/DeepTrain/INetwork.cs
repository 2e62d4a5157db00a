namespace DeepTrain;

/// <summary>
/// What the compiler adds to a class marked with <see cref="NetworkAttribute"/>. Every span holds whole rows, one after the
/// other: <c>rows * InputSize</c> inputs, <c>rows * OutputSize</c> targets or outputs, one label a row, for any
/// <c>rows &gt;= 1</c>.
/// </summary>
/// <remarks>
/// <see cref="Predict"/> and <see cref="Loss(ReadOnlySpan{float}, ReadOnlySpan{float})"/> may be called from many threads at
/// once while nothing trains the network. Everything else is for one thread at a time. A bad argument is an
/// <see cref="ArgumentException"/>, thrown before anything has changed.
/// </remarks>
public interface INetwork
{
    /// <summary>The layers, their shapes and their costs.</summary>
    NetworkDescription Description { get; }

    /// <summary>Numbers in an input row.</summary>
    int InputSize { get; }

    /// <summary>Numbers in an output row.</summary>
    int OutputSize { get; }

    /// <summary>Trainable numbers.</summary>
    int ParameterCount { get; }

    /// <summary>The optimizer's step size, from the attribute at first. Finite, at least 0.</summary>
    float LearningRate { get; set; }

    /// <summary>
    /// How many threads a training step may use, 1 at first. Any value gives the same bits; a step that is too short to be
    /// shared stays on the calling thread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    int Threads { get; set; }

    /// <summary>The parameters in layer order.</summary>
    ParameterList Parameters { get; }

    /// <summary>Computes the outputs in inference mode; probabilities for the two cross-entropies.</summary>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The mean loss in inference mode, penalties included.</summary>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>The mean loss in inference mode, penalties included.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Forward, backward and update. Returns the mean loss before the update.</summary>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Forward, backward and update. Returns the mean loss before the update.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>
    /// Forward and backward in training mode, without an update. Returns the mean loss. Replaces earlier gradients, advances
    /// the moving averages and the dropout masks.
    /// </summary>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Forward and backward in training mode, without an update. Returns the mean loss.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Clips the gradients, updates every parameter, applies the norm limits.</summary>
    /// <exception cref="InvalidOperationException">No gradients have been computed.</exception>
    void ApplyGradients();

    /// <summary>
    /// Runs forward and backward in training mode, shows every layer's output and gradient to <paramref name="observer"/>,
    /// and leaves the network as it was.
    /// </summary>
    void Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ILayerObserver observer);

    /// <summary>
    /// Writes parameters, optimizer state and random state to a safetensors file. The file at <paramref name="path"/> is the
    /// old one or the whole new one, never a part.
    /// </summary>
    void Save(string path);

    /// <summary>
    /// Reads a file written by <see cref="Save"/>, or any safetensors file with this network's parameters; without optimizer
    /// state the optimizer starts anew.
    /// </summary>
    /// <exception cref="InvalidDataException">The file does not match; the network is unchanged.</exception>
    void Load(string path);
}
