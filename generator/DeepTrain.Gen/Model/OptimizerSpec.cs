using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Model;

/// <summary>A buffer of the optimizer with one number per parameter.</summary>
/// <param name="Name">In files, as PyTorch calls it: <c>exp_avg</c>.</param>
/// <param name="Variable">In emitted code: <c>mean</c>.</param>
internal sealed record OptimizerSlot(string Name, string Variable, float Start = 0f);

/// <summary>A number that changes from step to step, computed once a step.</summary>
/// <param name="Name">Its local name in emitted code: <c>rate</c>.</param>
/// <param name="Formula">
/// The C# expression, of <c>rate</c> (the learning rate, a double), <c>t</c> (the step, from 1) and <c>state</c>; null for what has the
/// constant's name.
/// </param>
internal sealed record StepConstant(string Name, Func<string>? Formula = null)
{
    /// <summary>Its value as an operand.</summary>
    public string Value => Formula is null ? Name : $"({Formula()})";
}

/// <summary>An optimizer. One record per kind, in <c>Optimizers</c>.</summary>
internal abstract record OptimizerSpec
{
    public abstract string Kind { get; }

    /// <summary>The optimizer as signal propagation sees it.</summary>
    public abstract SignalOptimizer Signal { get; }

    public float LearningRate { get; init; }

    public float WeightDecay { get; init; }

    public float ClipNorm { get; init; }

    /// <summary>The update in a few lines for a comment, g the gradient, w the parameter.</summary>
    public abstract IReadOnlyList<string> Formula { get; }

    public virtual IReadOnlyList<OptimizerSlot> Slots => [];

    public IReadOnlyList<StepConstant> StepConstants => DecaysGradient
        ? [.. FormulaConstants, new StepConstant("decay", () => $"{CSharpLiteral.Of(WeightDecay)} * state.Regularization")]
        : FormulaConstants;

    /// <summary>What of them is the formula's own.</summary>
    protected abstract IReadOnlyList<StepConstant> FormulaConstants { get; }

    /// <summary>Statements before the step constants that they share, and that advance the optimizer's own state.</summary>
    public virtual IReadOnlyList<string> BeforeStep() => [];

    /// <summary>Whether <see cref="BeforeStep"/> or a constant depends on <c>t</c>.</summary>
    public virtual bool CountsSteps => true;

    /// <summary>Whether an update divides by a root, which takes long beside everything else it does.</summary>
    public virtual bool TakesRoots => true;

    /// <summary>Whether weight decay is added to the gradient, as everywhere but in AdamW.</summary>
    public virtual bool AddsDecayToGradient => true;

    /// <summary>Whether there is a decay that is added to the gradient.</summary>
    public bool DecaysGradient => WeightDecay > 0 && AddsDecayToGradient;

    /// <summary>
    /// Writes the update of what is kept of one vector of parameters, and returns their new values. In scope: the pointers
    /// <c>w</c> and one per slot, the vector <c>g</c> (weight decay added) and one vector per step constant. Moments that
    /// have decayed to nothing become 0, or each step would take long over subnormal numbers.
    /// </summary>
    public abstract string EmitUpdate(SourceWriter writer, VectorType v);

    /// <summary>
    /// A mean of squares, 0 where it has decayed to nothing: where its root does not show beside <paramref name="epsilon"/>,
    /// that is below 1e-30; for a smaller epsilon where it is subnormal.
    /// </summary>
    protected static string FlushedSquare(VectorType v, string square, float epsilon) =>
        v.Math("FlushSquareToZero", epsilon >= 1e-11f ? square : $"{square}, {CSharpLiteral.Of(SmallestNormal)}");

    private const float SmallestNormal = 1.17549435e-38f;
}
