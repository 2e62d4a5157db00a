using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Model;

/// <summary>What <c>Predict</c> makes of the last layer's rows.</summary>
internal enum OutputTransform
{
    None,
    Sigmoid,
    Softmax,
}

/// <summary>A loss. One record per kind, in <c>Losses</c>.</summary>
internal abstract record LossSpec
{
    public abstract string Kind { get; }

    /// <summary>The loss in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>The loss as signal propagation sees it.</summary>
    public abstract LossSignal Signal { get; }

    /// <summary>What is averaged, and its derivative, for a comment.</summary>
    public abstract string Formula { get; }

    /// <summary>What the mean is over, for a comment: <c>rows</c>.</summary>
    public abstract string MeanOver { get; }

    /// <summary>Whether the mean is over the outputs of a row as well.</summary>
    public virtual bool AveragesOutputs => false;

    public virtual OutputTransform Output => OutputTransform.None;

    /// <summary>Whether targets may be class labels.</summary>
    public virtual bool TakesLabels(int outputs) => false;

    /// <summary>Whether the loss reads labels as labels; else they become targets.</summary>
    public virtual bool KeepsLabels => false;

    /// <summary>Whether each target is a probability of its own, from 0 to 1.</summary>
    public virtual bool TargetsAreProbabilities => false;

    /// <summary>How many labels there are.</summary>
    public virtual int Classes(int outputs) => outputs;

    /// <summary>
    /// Writes the loss of one row into <c>s->RowLosses[row]</c> and its gradient, times <c>scale</c>, into the row <c>d</c>,
    /// 0 in its padding. In scope: <c>row</c>, the outputs <c>z</c>, the targets <c>t</c> (padded with zeros) or
    /// <c>s->Labels</c>, <c>scale</c> = 1 / what the mean is over.
    /// </summary>
    public abstract void EmitRow(SourceWriter writer, VectorType v, int outputs, bool labels);

    /// <summary>Whether rows of so many outputs go many at a time, one in each lane, through <see cref="EmitLanes"/>.</summary>
    public virtual bool UsesLanes(int outputs) => false;

    /// <summary>
    /// Writes the loss and the gradient of as many rows as <paramref name="v"/> has lanes. In scope, each column
    /// <see cref="Runtime.PanelShape.Granule"/> floats from the last: the outputs <c>z</c>, where the gradient times
    /// <c>scale</c>, a vector, goes too, 0 in its padding; the targets <c>t</c>, or the labels as integers in its first column,
    /// where the losses go.
    /// </summary>
    /// <param name="lane">The first of the lanes.</param>
    public virtual void EmitLanes(SourceWriter writer, VectorType v, int outputs, bool labels, Offset lane) =>
        throw new NotSupportedException($"{Kind} goes row by row.");
}
