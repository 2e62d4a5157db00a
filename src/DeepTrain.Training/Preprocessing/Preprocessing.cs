namespace DeepTrain;

/// <summary>
/// What is done to all rows alike before a network sees them: steps, put together as in
/// <c>Preprocessing.ZeroMean().UnitVariance().ScaleTargets().FitTo(train)</c>, and the numbers that they have learnt from
/// the training rows. It does not change; each call gives a new one.
/// </summary>
/// <remarks>
/// A column that is the same in all training rows has no spread to divide by: it is only shifted, to 0 by
/// <see cref="ZeroMean"/>, <see cref="MinMax"/> and <see cref="Robust"/>.
/// </remarks>
public sealed partial class Preprocessing
{
    private readonly PreprocessingStep[] _steps;
    private readonly bool _scalesTargets;
    private readonly FittedRows? _fitted;

    private Preprocessing(
        PreprocessingStep[] steps, bool scalesTargets, PreprocessingModel? model = null, IReadOnlyList<string>? hints = null)
    {
        _steps = steps;
        _scalesTargets = scalesTargets;
        Hints = hints ?? [];
        if (model != null)
            (Fitted, _fitted) = (model, new FittedRows(model.InputSize, model.Steps));
    }

    private static Preprocessing None { get; } = new([], scalesTargets: false);

    /// <summary>Whether it has seen training rows.</summary>
    public bool IsFitted => Fitted != null;

    /// <summary>What it has learnt, as plain numbers; null before <see cref="FitTo"/>.</summary>
    public PreprocessingModel? Fitted { get; }

    /// <summary>What the fit found worth saying, such as steps that do not suit images.</summary>
    public IReadOnlyList<string> Hints { get; }

    /// <summary>
    /// Learns from training rows. A streamed set is read once for steps that shift and scale, all together,
    /// and once or twice for each other.
    /// </summary>
    /// <param name="training">A set that has not been split, or the training part of one.</param>
    /// <returns>Fitted preprocessing; this stays as it is.</returns>
    /// <exception cref="ArgumentException">It is a part to validate or to test on, or a step does not suit the
    /// rows.</exception>
    /// <exception cref="InvalidDataException">A number is NaN or infinite; the message says where.</exception>
    public Preprocessing FitTo(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Part is DatasetPart.Validation or DatasetPart.Test)
        {
            throw new ArgumentException(
                $"Expected rows to train on; these are the {training.Part} part, of which nothing may be learnt.",
                nameof(training));
        }
        if (_scalesTargets && (training.HasLabels || training.TargetSize == 0))
        {
            throw new ArgumentException(
                $"Expected targets that are numbers, as ScaleTargets is asked for; the rows have "
                + $"{(training.HasLabels ? "labels" : "none")}.", nameof(training));
        }
        var fitted = new List<FittedStep>();
        IReadOnlyList<int> shape = training.InputShape;
        ColumnMoments? moments = null;
        foreach (PreprocessingStep step in _steps)
        {
            var rows = new FitRows(training, new FittedRows(training.InputSize, fitted), shape, moments);
            FittedStep next = step.Fit(rows);
            moments = rows.MomentsBehind(next);
            fitted.Add(next);
            // other numbers of columns are no pixels any more, nor are components
            if (next is ProjectionStep || next.InputSize != next.OutputSize)
                shape = [next.OutputSize];
        }
        var model = new PreprocessingModel(
            training.InputSize, fitted.AsReadOnly(), _scalesTargets ? FitTargets(training) : null);
        return new Preprocessing(_steps, _scalesTargets, model, HintsFor(training));
    }

    /// <summary>
    /// Preprocesses rows: those in memory at once, into memory of their own; those of a streamed set as they are read.
    /// </summary>
    /// <param name="data">Rows as those of the fit, of whatever part.</param>
    /// <exception cref="InvalidOperationException">It has not been fitted.</exception>
    /// <exception cref="ArgumentException">The rows are of another size.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        FittedRows steps = RequireFit();
        if (data.InputSize != steps.InputSize)
        {
            throw new ArgumentException(
                $"Expected rows of {steps.InputSize} inputs, as in the fit; they have {data.InputSize}.", nameof(data));
        }
        int fittedTargets = Fitted!.Targets?.Mean.Count ?? data.TargetSize;
        // rows to predict have none
        if (data.HasLabels && _scalesTargets || data.TargetSize != 0 && data.TargetSize != fittedTargets)
        {
            throw new ArgumentException(
                $"Expected rows of {fittedTargets} targets, as those of the fit; they have "
                + $"{(data.HasLabels ? "labels" : $"{data.TargetSize}")}.", nameof(data));
        }
        bool isSameShape = Fitted.Steps.All(step => step is AffineStep or LogStep);
        IReadOnlyList<int> shape = isSameShape ? data.InputShape : [steps.OutputSize];
        RowFormat format = data.Format.WithInputs(shape, NamesBehind(data.InputNames));
        TargetScaling? targets = data.TargetSize == 0 ? null : Fitted.Targets;
        Dataset prepared = data.WithStore(new PreparedRows(data.StoreOfRows(), steps, targets), format);
        return data.IsStreamed ? prepared : prepared.ToMemory();
    }

    /// <summary>Preprocesses rows of inputs, in a program that predicts.</summary>
    /// <param name="inputs">Whole rows as they come.</param>
    /// <param name="result">For as many rows as the network gets them.</param>
    /// <exception cref="InvalidOperationException">It has not been fitted.</exception>
    /// <exception cref="ArgumentException">There are no whole rows, or there is no room for exactly them.</exception>
    public void Apply(ReadOnlySpan<float> inputs, Span<float> result)
    {
        FittedRows steps = RequireFit();
        int rows = inputs.Length / steps.InputSize;
        if (rows * steps.InputSize != inputs.Length || result.Length != (long)rows * steps.OutputSize)
        {
            throw new ArgumentException(
                $"Expected whole rows of {steps.InputSize} inputs, and room for as many of {steps.OutputSize}; the spans "
                + $"hold {inputs.Length} and {result.Length} numbers.");
        }
        for (int row = 0; row < rows; row++)
        {
            steps.Apply(
                inputs.Slice(row * steps.InputSize, steps.InputSize),
                result.Slice(row * steps.OutputSize, steps.OutputSize));
        }
    }

    /// <summary>
    /// Turns predictions back to the targets' own units; without <c>ScaleTargets</c> they stay as they are.
    /// </summary>
    /// <param name="predictions">Whole rows.</param>
    /// <exception cref="InvalidOperationException">It has not been fitted.</exception>
    /// <exception cref="ArgumentException">They are no whole rows.</exception>
    public void InvertTargets(Span<float> predictions)
    {
        RequireFit();
        Fitted!.Targets?.Invert(predictions);
    }

    /// <summary>The steps in their order.</summary>
    public override string ToString() => string.Join('.', _steps.Select(step => step.Name)
        .Concat(_scalesTargets ? ["ScaleTargets"] : []));

    internal Preprocessing With(PreprocessingStep step) => new([.. _steps, step], _scalesTargets);

    internal Preprocessing WithScaledTargets() => new(_steps, scalesTargets: true);

    private FittedRows RequireFit() => _fitted
        ?? throw new InvalidOperationException("Expected fitted preprocessing: call FitTo with the training rows first.");

    private static TargetScaling FitTargets(Dataset training)
    {
        var moments = new ColumnMoments(training.TargetSize);
        training.VisitBatches(batch =>
        {
            for (int next = 0; next < batch.Rows; next++)
            {
                ReadOnlySpan<float> targets = batch.Targets.Slice(next * batch.TargetSize, batch.TargetSize);
                FiniteCheck.Targets(training, targets, batch.Indices[next]);
                moments.Add(targets);
            }
        });
        float[] std = new float[training.TargetSize];
        for (int target = 0; target < std.Length; target++)
            std[target] = 1 / Affine.ScaleOf(Math.Sqrt(moments.Variance(target)));
        return new TargetScaling(Array.ConvertAll(moments.Mean, mean => (float)mean), std);
    }

    private List<string> HintsFor(Dataset training)
    {
        var hints = new List<string>();
        foreach (PreprocessingStep step in _steps)
        {
            if (training.Format.IsImage && step is (UnitVarianceStep or RobustStep or PrincipalComponentStep))
            {
                hints.Add(
                    $"{step.Name} on images: pixels have one scale already, and dividing each by its own spread, or mixing "
                    + "them, lifts the noise at the edges. ImageMean or ChannelMean is what images need.");
            }
        }
        return hints;
    }

    // columns that are replaced by others get the names of what they are
    private string[]? NamesBehind(IReadOnlyList<string> names)
    {
        string[] current = [.. names];
        foreach (FittedStep step in Fitted!.Steps)
        {
            if (step is ProjectionStep)
                current = [.. Enumerable.Range(0, step.OutputSize).Select(number => $"component{number}")];
            if (step is OneHotStep { Column: int column } oneHot)
            {
                string name = current[column];
                current =
                [
                    .. current[..column],
                    .. oneHot.Values.Select(value => FormattableString.Invariant($"{name}={value}")),
                    .. current[(column + 1)..],
                ];
            }
        }
        return current;
    }
}
