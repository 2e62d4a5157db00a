using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>Whether a network will train, in one number, and the parts it is made of.</summary>
internal sealed record TrainabilityScore
{
    // of weights that are held too small to learn, and of steps that single rows throw about: no judge has seen either
    private const double HeldScore = -4;

    // from here on rows that pull apart leave each other's curvature alone
    private const int FewRows = 8;

    // a step against what the curvature of one row bears, from which SGD in small batches goes astray; measured
    private const double GreatestRowStep = 1.45;

    /// <summary>
    /// s: the natural logarithm of the odds that training succeeds, less a little caution. Below 0 it is expected to fail.
    /// </summary>
    public double Score { get; init; }

    /// <summary>R: the step of SGD against the longest stable one; 0 for adaptive optimizers.</summary>
    public double Stability { get; init; }

    /// <summary>
    /// The longest stable learning rate of SGD, 2 (1 + momentum) / curvature; infinite where nothing moves.
    /// </summary>
    public double StableRate { get; init; }

    /// <summary>
    /// The learning rate; of SGD with clipped gradients, that by which unclipped ones would make the same first step.
    /// </summary>
    public double Rate { get; init; }

    /// <summary>
    /// The longest learning rate of SGD that batches of fewer rows than usual bear; infinite for those of the usual size, of
    /// which the judges know, and for adaptive optimizers.
    /// </summary>
    public double SmallBatchRate { get; init; } = double.PositiveInfinity;

    /// <summary>The length of the gradient of all weights together, before it is clipped.</summary>
    public double GradientNorm { get; init; }

    /// <summary>How far a step changes all layers at once: see <see cref="StepBounds"/>.</summary>
    public double Compound { get; init; }

    /// <summary>Q: how far the function moves towards the classes.</summary>
    public double Distance { get; init; }

    /// <summary>nu: what dropout adds to the output, against what tells classes apart.</summary>
    public double Noise { get; init; }

    /// <summary>Variance of one network output.</summary>
    public double OutputVariance { get; init; }

    /// <summary>e_K: the mean square of the loss gradient at the outputs, summed over them.</summary>
    public double ErrorSquare { get; init; }

    /// <summary>lambda of each layer: how fast gradient flow separates the classes through it.</summary>
    public IReadOnlyList<double> Rates { get; init; } = Array.Empty<double>();

    /// <summary>Root mean square gradient of each layer's weights, for a batch.</summary>
    public IReadOnlyList<double> WeightGradients { get; init; } = Array.Empty<double>();

    /// <summary>What the judges weighed, of the network as they took it; empty where the signals alone settle it.</summary>
    public IReadOnlyList<double> Evidence { get; init; } = Array.Empty<double>();

    /// <summary>
    /// The same odds for a task that suits the network better: <see cref="Score"/> is about tasks that bend, this about the easier of
    /// those and of tasks of which a straight line does most. Which of them it is only the data know, so warnings go by this.
    /// </summary>
    public double Prospect { get; init; }

    /// <summary>The verdict.</summary>
    public bool Fails { get; init; }

    /// <summary>
    /// Who trains within fewer steps trains within more, and who does not within more does not within fewer. The judges learned
    /// from trainings of one length; what they say of others is held to that.
    /// </summary>
    public static TrainabilityScore Compute(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
        TrainabilityModel model)
    {
        TrainabilityScore asDeclared = At(network, forward, backward, model);
        int usual = new SignalNetwork().Steps;
        if (network.Steps == usual)
            return asDeclared;
        double score = asDeclared.Score, prospect = asDeclared.Prospect;
        bool isLonger = network.Steps > usual;
        for (long steps = usual; steps < network.Steps || steps == usual; steps *= 2)
        {
            TrainabilityScore other = At(network with { Steps = (int)steps }, forward, backward, model);
            score = isLonger ? Math.Max(score, other.Score) : Math.Min(score, other.Score);
            prospect = isLonger ? Math.Max(prospect, other.Prospect) : Math.Min(prospect, other.Prospect);
        }

        return asDeclared.With(score, prospect, model);
    }

    private static TrainabilityScore At(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
        TrainabilityModel model)
    {
        int count = forward.Count;
        ForwardSignal output = forward[count - 1];
        // a binary output separates two classes
        double classes = Math.Max(network.Outputs, 2);
        double error = network.Loss.ErrorSquare(output.Variance, network.Outputs);
        var rates = new double[count];
        var gradients = new double[count];
        double shared = 0, square = 0;
        for (int i = 0; i < count; i++)
        {
            BackwardSignal b = backward[i];
            rates[i] = Math.Max(b.KernelGap, 0) / classes;
            gradients[i] = Math.Sqrt(error * (b.Kernel / network.Batch + rates[i]) / network.Layers[i].WeightCount);
            shared += Math.Max(b.SharedKernel, 0);
            square += gradients[i] * gradients[i] * network.Layers[i].WeightCount;
        }

        double norm = Math.Sqrt(square), clip = network.Optimizer.ClipNorm;
        SignalOptimizer optimizer = network.Optimizer.Clipped(clip > 0 ? clip / norm : 1);
        if (!model.TakesAsDeclared)
            optimizer = optimizer.Beside(gradients.Max());
        double declaredRate = network.Optimizer.IsAdaptive ? network.Optimizer.LearningRate : optimizer.LearningRate;
        network = network with { Optimizer = optimizer };
        double distance = Reach(optimizer, network.Steps, rates, gradients);
        // two rows of a regression are to be told apart by all of their distance, two classes by what is left between them
        double signal = network.Loss.TellsClasses ? output.Distance - output.ClassDistance : output.Distance;
        double noise = output.MaskDistance > 0 ? output.MaskDistance / Math.Max(signal, 1e-300) : 0;
        double ceiling = 2 * (1 + optimizer.Momentum) * classes / (shared + rates.Sum());
        SignalOptimizer usual = optimizer.Usual(network.Steps);
        double stability = optimizer.IsAdaptive ? 0
            : usual.LearningRate / ceiling * (1 + optimizer.Momentum) / (1 + usual.Momentum);
        var known = new TrainabilityScore
        {
            Stability = stability,
            Rate = declaredRate,
            GradientNorm = norm,
            SmallBatchRate = optimizer.IsAdaptive
                ? double.PositiveInfinity
                : LongestInSmallBatch(network, backward.Sum(b => b.Kernel)),
            StableRate = ceiling,
            Distance = distance,
            Noise = noise,
            OutputVariance = output.Variance,
            ErrorSquare = error,
            Rates = rates,
            WeightGradients = gradients,
        };
        SignalNetwork weighed = network with { Optimizer = usual };
        known = known with { Evidence = model.Weigh(weighed, forward, backward, known) };
        known = known with { Compound = StepBounds.Compound(network, known) };
        bool isHeld = (!model.TakesAsDeclared
                && (StepBounds.Exceeds(network, known) || StepBounds.Overshoots(network, known)
                    || StepBounds.Diverges(network, known) || RegressionBounds.Hold(network, forward, known)))
            || WeightBounds.Hold(network, forward) || known.Rate > known.SmallBatchRate;
        return known.With(Bounded(model.Score(weighed, known)), Bounded(model.ScoreOfLine(weighed, known)), model);

        double Bounded(double score)
        {
            double corrected = StraightLine.Corrected(score, network);
            return isHeld ? Math.Min(corrected, HeldScore) : corrected;
        }
    }

    private TrainabilityScore With(double score, double prospect, TrainabilityModel model) => this with
    {
        Score = score,
        Prospect = Math.Max(prospect, score),
        Fails = score < 0 || Stability > model.UnstableRatio || OutputVariance > TrainabilityModel.OverflowVariance,
    };

    // a batch of one row steps along that row alone, so its own curvature, not that of all, bounds the step
    private static double LongestInSmallBatch(SignalNetwork network, double kernel)
    {
        if (network.Batch > FewRows)
            return double.PositiveInfinity;
        double excess = 1.0 / network.Batch - 1.0 / new SignalNetwork().Batch;
        double curvature = kernel * network.Loss.Curvature(network.Outputs);
        return excess > 0
            ? GreatestRowStep * (1 - network.Optimizer.Momentum) / (curvature * excess)
            : double.PositiveInfinity;
    }

    /// <summary>How far steps at these rates, one for each layer, move the function.</summary>
    public static double Reach(
        SignalOptimizer optimizer, int steps, IReadOnlyList<double> rates, IReadOnlyList<double> gradients)
    {
        if (!optimizer.IsAdaptive)
            return optimizer.Travel(steps) * rates.Sum();
        // an adaptive step moves every weight by the learning rate whatever its gradient, down to epsilon
        double sum = 0;
        for (int i = 0; i < rates.Count; i++)
            sum += rates[i] / (gradients[i] + optimizer.Epsilon);
        return optimizer.Travel(steps) * sum;
    }
}
