namespace DeepTrain;

/// <summary>
/// What the compiler adds to a class marked with <see cref="NetworkAttribute"/>. Every span holds whole rows, one after the
/// other: <c>rows * InputSize</c> inputs, <c>rows * OutputSize</c> targets or outputs, one label a row, for any
/// <c>rows &gt;= 1</c>.
/// </summary>
/// <remarks>
/// <see cref="Predict"/> and <see cref="Loss(ReadOnlySpan{float}, ReadOnlySpan{float})"/> may be called from many threads at
/// once while nothing trains the network. Everything else is for one thread at a time: a call that comes while another has
/// not ended, from another thread or from an observer, is an <see cref="InvalidOperationException"/>, and the other goes on. A
/// bad argument is an <see cref="ArgumentException"/>, thrown before anything has changed.
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
    /// shared, or was seen to be over sooner without others, stays on the calling thread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    int Threads { get; set; }

    /// <summary>
    /// What multiplies L1, L2 and weight decay of every layer and of the optimizer, 1 at first: a search tunes one number, and 0
    /// switches them all off. Finite, at least 0.
    /// </summary>
    /// <remarks>A file of <see cref="Save(string)"/> keeps it; <see cref="LoadWeights(string, LoadOptions?)"/> leaves it as it
    /// is.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    float Regularization { get; set; }

    /// <summary>
    /// Training batches so far: the counter that random masks are drawn from. Set back to an earlier value, with the parameters
    /// of then, the network draws the same masks again. From 0 to 2^53.
    /// </summary>
    /// <remarks><see cref="TrainBatch(ReadOnlySpan{float}, ReadOnlySpan{float})"/> and
    /// <see cref="ComputeGradients(ReadOnlySpan{float}, ReadOnlySpan{float})"/> count one each.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    long Batches { get; set; }

    /// <summary>The parameters in layer order.</summary>
    ParameterList Parameters { get; }

    /// <summary>
    /// All gradients as they lie in memory, for sums and means over networks of one class: read them, write them, and
    /// <see cref="ApplyGradients"/> uses what is there. Their order is not specified; it is the same for one build of the class on
    /// processors of one vector width. Numbers that belong to no parameter fill up vectors: what is written there is not used.
    /// </summary>
    /// <remarks>
    /// One parameter in the order of its shape: <see cref="Parameter.CopyGradientTo"/> and
    /// <see cref="Parameter.CopyGradientFrom"/>. The span is the network's own memory, which the next batch overwrites.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// There are no gradients: none have been computed since the network was created or loaded, or since
    /// <see cref="TrainBatch(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, which uses them up.
    /// </exception>
    Span<float> Gradients { get; }

    /// <summary>Computes the outputs in inference mode; probabilities for the two cross-entropies.</summary>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The mean loss in inference mode, penalties included.</summary>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>The mean loss in inference mode, penalties included.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>The mean loss in inference mode, each row with its weight, penalties included.</summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="rowWeights">
    /// A weight a row: the mean is <c>sum(w_i l_i) / sum(w_i)</c>, so that only the ratios of weights matter, and equal ones give
    /// the loss without weights. A row of weight 0 is left out, whatever its targets are.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights);

    /// <summary>The mean loss in inference mode, each row with its weight, penalties included.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Loss(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights);

    /// <summary>
    /// What L1 and L2 add to the loss now, times <see cref="Regularization"/>; 0 where no layer has them. Weight decay, which is
    /// the optimizer's, adds nothing to the loss.
    /// </summary>
    float Penalty();

    /// <summary>Forward, backward and update. Returns the mean loss before the update.</summary>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Forward, backward and update. Returns the mean loss before the update.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Forward, backward and update, each row with its weight. Returns the mean loss before the update.</summary>
    /// <param name="inputs">Rows of inputs. Batch norm sees rows of weight 0 too: their inputs have to be numbers.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="rowWeights">
    /// A weight a row, for classes or samples that count more or less. Loss and gradients are means weighted by row,
    /// <c>sum(w_i l_i) / sum(w_i)</c>; equal weights leave the bits of a call without weights, and a row of weight 0 is left out
    /// of both, whatever its targets are. L1, L2 and weight decay are as ever.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0; nothing has changed.</exception>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights);

    /// <summary>Forward, backward and update, each row with its weight. Returns the mean loss before the update.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights);

    /// <summary>
    /// Forward and backward in training mode, without an update. Returns the mean loss. Replaces earlier gradients, advances
    /// the moving averages and the dropout masks.
    /// </summary>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Forward and backward in training mode, without an update. Returns the mean loss.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>
    /// As <see cref="ComputeGradients(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, each row with its weight as in
    /// <see cref="TrainBatch(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/>.
    /// </summary>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights);

    /// <summary>Forward and backward in training mode, without an update, each row with its weight.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float ComputeGradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights);

    /// <summary>
    /// As <see cref="ComputeGradients(ReadOnlySpan{float}, ReadOnlySpan{float})"/>, but the gradients are added to those that are
    /// there: a large batch, part by part. Returns the mean loss of this part.
    /// </summary>
    /// <param name="inputs">Rows of inputs.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="scale">
    /// What the mean over these rows, with what L1 and L2 add, is multiplied by before it is added, a finite number. With
    /// <c>rows of this part / rows of all parts</c> the sum is exactly the mean over all rows, also where parts differ in size.
    /// If the number of all rows is not known before the end, pass the rows of each part, and divide <see cref="Gradients"/> by
    /// their sum.
    /// </param>
    /// <remarks>
    /// Gradients that <see cref="ApplyGradients"/> has used are not added to: the next part replaces them. Batch norm normalises
    /// each part on its own, and every part is a batch to the moving averages and the dropout masks.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not finite.</exception>
    float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float scale = 1f);

    /// <summary>Adds the gradients of these rows to those that are there. Returns the mean loss of these rows.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, float scale = 1f);

    /// <summary>
    /// As <see cref="Accumulate(ReadOnlySpan{float}, ReadOnlySpan{float}, float)"/>, each row with its weight. The sum is the
    /// weighted mean over all parts if <paramref name="scale"/> is the sum of the part's weights divided by that of all.
    /// </summary>
    float Accumulate(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> rowWeights, float scale = 1f);

    /// <summary>Adds the gradients of these rows, each with its weight, to those that are there.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Accumulate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights, float scale = 1f);

    /// <summary>Clips the gradients, updates every parameter, applies the norm limits.</summary>
    /// <exception cref="InvalidOperationException">No gradients have been computed.</exception>
    void ApplyGradients();

    /// <summary>
    /// Runs forward and backward in training mode, shows every layer's output and gradient, and every parameter's gradient, to
    /// <paramref name="observer"/>, and leaves the network as it was. Returns the loss that a training step would return now, with
    /// its masks.
    /// </summary>
    float Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ILayerObserver observer);

    /// <summary>Shows layers and gradients to <paramref name="observer"/>; returns the loss in training mode.</summary>
    /// <exception cref="NotSupportedException">The network's loss does not take labels.</exception>
    float Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ILayerObserver observer);

    /// <summary>
    /// Has everything compiled that <see cref="Predict"/>, <c>Loss</c> and <c>TrainBatch</c> call for batches of
    /// <paramref name="rows"/> rows, and reserves the memory of such a training step: the first call is then as fast as later ones.
    /// Leaves the network as it is, to the bit. Other numbers of rows may need code of their own.
    /// </summary>
    /// <param name="rows">Rows of a batch.</param>
    /// <remarks>For as long as it takes it needs the memory of a second network. In a native program everything is compiled
    /// already.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1, or more than arrays can hold.</exception>
    void WarmUp(int rows = 1);

    /// <summary>
    /// Writes parameters, optimizer state and random state to a safetensors file. The file at <paramref name="path"/> is the
    /// old one or the whole new one, never a part.
    /// </summary>
    /// <remarks>
    /// A network whose training has diverged is saved as well; <see cref="Load(string)"/> then refuses the numbers that are
    /// not finite.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written, or <paramref name="path"/> names a directory, a pipe, a
    /// device or a socket.</exception>
    void Save(string path);

    /// <summary>As <see cref="Save(string)"/>, with words of the caller's own, which <see cref="Load(string)"/>
    /// returns.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="metadata">
    /// Keys and values. The keys <c>format</c>, <c>network</c>, <c>optimizer</c>, <c>seed</c>, <c>updates</c>,
    /// <c>batches</c>, <c>learning_rate</c>, <c>momentum_product</c> and those that start with <c>deeptrain.</c> are taken.
    /// There is room for 1 MiB of JSON; with a larger network, for as much as its numbers take, up to 16 MiB.
    /// </param>
    /// <exception cref="ArgumentException">A key is taken, something is null or no valid text, or it is too much. No file
    /// has been touched.</exception>
    void Save(string path, IReadOnlyDictionary<string, string>? metadata);

    /// <summary>Writes what <see cref="Save(string)"/> writes to a stream, which stays open.</summary>
    /// <param name="stream">Written to from where it stands; it need not seek.</param>
    /// <param name="metadata">As for <see cref="Save(string, IReadOnlyDictionary{string, string}?)"/>.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to, or the metadata cannot be saved.</exception>
    void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null);

    /// <summary>
    /// Reads a file written by <see cref="Save(string)"/>: all of it, or none. Any other safetensors file with exactly this
    /// network's parameters is read as well; the optimizer then starts anew.
    /// </summary>
    /// <returns>The metadata that was saved with it.</returns>
    /// <remarks>
    /// Refused are: the state of another class whose tensors have the same shapes but whose layers compute something else (another
    /// activation, say), another optimizer's state, numbers that are not finite, variances below 0, counters and rates out of
    /// their range, other types than F32, and whatever does not belong in the file.
    /// <see cref="LoadWeights(string, LoadOptions?)"/> takes more.
    /// </remarks>
    /// <exception cref="InvalidDataException">The file does not match; the network is unchanged.</exception>
    /// <exception cref="IOException">There is no such file, or <paramref name="path"/> names no regular one.</exception>
    IReadOnlyDictionary<string, string> Load(string path);

    /// <summary>Reads what <see cref="Load(string)"/> reads from a stream, which stays open.</summary>
    /// <param name="stream">Read from where it stands to its end, and nothing may follow the network there; it need not
    /// seek.</param>
    /// <returns>The metadata that was saved with it.</returns>
    /// <exception cref="InvalidDataException">The stream's contents do not match; the network is unchanged.</exception>
    IReadOnlyDictionary<string, string> Load(Stream stream);

    /// <summary>
    /// Writes parameters and moving averages alone, as PyTorch's <c>load_state_dict</c> takes them in its strict mode: with
    /// <c>num_batches_tracked</c> of each batch norm. The file is replaced as by <see cref="Save(string)"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void SaveWeights(string path);

    /// <summary>Writes what <see cref="SaveWeights(string)"/> writes to a stream, which stays open.</summary>
    void SaveWeights(Stream stream);

    /// <summary>
    /// Reads parameters and moving averages from a safetensors file: one of PyTorch, or of the same layers with another
    /// optimizer. F16, BF16 and F64 are converted. The optimizer starts anew: its state is as at first, updates and batches
    /// are counted from 0, gradients are void; the learning rate stays.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How names are matched and what is taken; null: names and shapes are this network's.</param>
    /// <returns>The names of the parameters that were read, in layer order.</returns>
    /// <exception cref="InvalidDataException">The file does not match; the network is unchanged.</exception>
    /// <exception cref="IOException">There is no such file, or <paramref name="path"/> names no regular one.</exception>
    IReadOnlyList<string> LoadWeights(string path, LoadOptions? options = null);

    /// <summary>Reads what <see cref="LoadWeights(string, LoadOptions?)"/> reads from a stream, which stays open.</summary>
    /// <param name="stream">Read from where it stands to its end; it need not seek.</param>
    /// <param name="options">How names are matched and what is taken; null: names and shapes are this network's.</param>
    /// <returns>The names of the parameters that were read, in layer order.</returns>
    /// <exception cref="InvalidDataException">The stream's contents do not match; the network is unchanged.</exception>
    IReadOnlyList<string> LoadWeights(Stream stream, LoadOptions? options = null);

    /// <summary>
    /// Writes what <see cref="Predict"/> does as an ONNX graph, for other programs and languages: IR version 8, opset 13, one
    /// input <c>[batch, ...]</c> and one output <c>[batch, ...]</c> of any number of rows. Parameters have the names of
    /// <see cref="SaveWeights(string)"/>. The file is replaced as by <see cref="Save(string)"/>.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="options">What comes out, what stands in front, names and metadata; null: as <see cref="Predict"/>.</param>
    /// <exception cref="ArgumentException">The options do not fit the network; no file has been touched.</exception>
    /// <exception cref="NotSupportedException">The file would exceed 2 GiB, which is the format's limit.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void ExportOnnx(string path, OnnxOptions? options = null);

    /// <summary>Writes what <see cref="ExportOnnx(string, OnnxOptions?)"/> writes to a stream, which stays open.</summary>
    /// <param name="stream">Written to from where it stands; it need not seek.</param>
    /// <param name="options">What comes out, what stands in front, names and metadata; null: as <see cref="Predict"/>.</param>
    /// <exception cref="ArgumentException">The options do not fit the network, or the stream cannot be written to.</exception>
    /// <exception cref="NotSupportedException">The file would exceed 2 GiB, which is the format's limit.</exception>
    void ExportOnnx(Stream stream, OnnxOptions? options = null);
}
