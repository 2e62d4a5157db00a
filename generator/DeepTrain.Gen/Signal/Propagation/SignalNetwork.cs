using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>What the predictor needs to know of a network: numbers and functions, no names. Equal by value.</summary>
internal sealed record SignalNetwork
{
    /// <summary>Hidden layers in data-flow order, then the output layer.</summary>
    public IReadOnlyList<SignalLayer> Layers { get; init; } = Array.Empty<SignalLayer>();

    public SignalOptimizer Optimizer { get; init; } = new();

    public LossSignal Loss { get; init; } = new SoftmaxLossSignal();

    /// <summary>Outputs of the network: the classes of a classifier.</summary>
    public int Outputs { get; init; } = 10;

    /// <summary>The mean square of an input: 1 for standardised data.</summary>
    public double InputSquare { get; init; } = 1;

    /// <summary>How two inputs of different classes correlate.</summary>
    public double InputCorrelation { get; init; }

    /// <summary>How two inputs of one class correlate.</summary>
    public double ClassCorrelation { get; init; } = 0.5;

    /// <summary>Whether images are pictures, in which neighbours are nearly alike; otherwise no two pixels correlate.</summary>
    public bool HasPictures { get; init; }

    /// <summary>Rows in a batch.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Updates a training is expected to last.</summary>
    public int Steps { get; init; } = 800;

    /// <summary>
    /// Whether it tells so few classes that little is enough to tell them: answers of any size, a single direction, an average of much
    /// noise.
    /// </summary>
    public bool TellsFewClasses => Loss.TellsClasses && Outputs <= FewClasses;

    private const int FewClasses = 4;

    public bool Equals(SignalNetwork? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Optimizer.Equals(other.Optimizer)
            && Loss.Equals(other.Loss)
            && Outputs == other.Outputs
            && InputSquare.Equals(other.InputSquare)
            && InputCorrelation.Equals(other.InputCorrelation)
            && ClassCorrelation.Equals(other.ClassCorrelation)
            && HasPictures == other.HasPictures
            && Batch == other.Batch
            && Steps == other.Steps
            && Layers.SequenceEqual(other.Layers));

    public override int GetHashCode()
    {
        int hash = Optimizer.GetHashCode();
        foreach (SignalLayer layer in Layers)
            hash = unchecked(hash * 31 + layer.GetHashCode());
        return unchecked(hash * 31 + Outputs);
    }
}
