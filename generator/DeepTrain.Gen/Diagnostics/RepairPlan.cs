using DeepTrain.Gen.Diagnostics.Rules;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>Something that can be changed about a network to make it train; what intrudes least comes first.</summary>
internal enum Change
{
    /// <summary>The compiler's init for weights that are drawn off it.</summary>
    Init,

    /// <summary>Biases that start at 0.</summary>
    Bias,

    /// <summary>Tanh for hidden sigmoids.</summary>
    Activation,

    /// <summary>A dropout rate of 0.1 at most.</summary>
    LessDropout,

    /// <summary>The usual learning rate, as far as it is stable.</summary>
    Rate,

    /// <summary>The usual epsilon of an optimizer that divides by the gradient's size.</summary>
    Epsilon,

    /// <summary>Gradients that are clipped at the usual length.</summary>
    Clipping,

    /// <summary>Batch norm in every hidden layer.</summary>
    BatchNorm,

    NoDropout,

    /// <summary>Half of the hidden layers, or less.</summary>
    Depth,
}

/// <summary>
/// A search for changes after which the predictor is sure that a network trains. One mistake seldom comes alone: an init
/// that hides how much noise dropout adds, a rate that only bad weights made bearable. A fix that mends one of them and leaves a
/// network that fails as before is none.
/// </summary>
internal sealed class RepairPlan
{
    /// <summary>From here on nearly all networks train: see the table by s in docs/predictor.md.</summary>
    public const double SureScore = 3;

    private const double LowRate = 0.1, UsualEpsilon = 1e-8, UsualClip = 1;
    private const double UsualAdaptiveRate = 1e-3, UsualReach = 0.1;
    private const double LeastDifference = 1e-2;

    private readonly NetworkFacts _net;
    private readonly SignalNetwork _start;
    private readonly HashSet<Change> _changes;
    private readonly int _depth;
    private readonly float? _rate;

    private RepairPlan(NetworkFacts net, SignalNetwork start, IEnumerable<Change> changes, int depth)
    {
        _net = net;
        _start = start;
        _changes = [.. changes];
        _depth = depth;
        SignalNetwork changed = Apply();
        SignalPrediction prediction = SignalPrediction.Predict(changed, net.Moments);
        if (_changes.Contains(Change.Rate))
        {
            _rate = RateOf(prediction);
            prediction = prediction.WithRate(_rate.Value);
        }

        Score = prediction.Trainability.Fails ? Math.Min(prediction.Trainability.Score, -1) : prediction.Trainability.Score;
        // a mend must not leave a network that trains in theory and cannot tell its inputs apart
        bool isNormalised = net.HasBatchNorm || _changes.Contains(Change.BatchNorm);
        bool tellsApart = isNormalised || depth == 0
            || 1 - prediction.Forward[changed.Layers.Count - 2].Correlation > LeastDifference;
        IsSure = Score >= SureScore && tellsApart;
    }

    public double Score { get; }

    public bool IsSure { get; }

    public IReadOnlyCollection<Change> Changes => _changes;

    /// <summary>The fewest changes that suffice, with the first of them given; null if nothing helps.</summary>
    /// <param name="start">What a rule's own mend has made of the network already; null for the network as it is.</param>
    public static RepairPlan? Find(NetworkFacts net, Change? first = null, SignalNetwork? start = null)
    {
        start ??= net.Signal.Network;
        int all = net.Hidden.Count;
        if (all == 0)
            return null;
        var changes = new List<Change>();
        if (first is { } given && given != Change.Depth && IsPossible(net, given))
            changes.Add(given);
        int kept = changes.Count, depth = all;
        RepairPlan plan = new(net, start, changes, depth);
        foreach (Change change in Enum.GetValues(typeof(Change)).Cast<Change>())
        {
            if (plan.IsSure)
                break;
            if (changes.Contains(change) || !IsPossible(net, change))
                continue;
            changes.Add(change);
            if (change != Change.Depth)
                plan = new RepairPlan(net, start, changes, depth);
            while (change == Change.Depth && !plan.IsSure && depth > 1)
                plan = new RepairPlan(net, start, changes, depth /= 2);
        }

        if (!plan.IsSure)
            return null;
        // what was added on the way and is not needed after all
        foreach (Change change in changes.Skip(kept).Reverse().ToArray())
        {
            IEnumerable<Change> others = changes.Where(other => other != change);
            RepairPlan without = new(net, start, others, change == Change.Depth ? all : depth);
            if (!without.IsSure)
                continue;
            changes.Remove(change);
            depth = change == Change.Depth ? all : depth;
            plan = without;
        }

        return changes.Count > 0 ? plan : null;
    }

    public Mend ToMend()
    {
        var edits = new List<Edit>();
        for (int i = 0; i < _net.Blocks.Count; i++)
        {
            Block block = _net.Blocks[i];
            if (i >= _depth && !block.IsOutput)
            {
                edits.Add(Edit.Remove(block.Step));
                edits.AddRange(block.Followers
                    .Where(follower => !MakesFeatures(follower.Layer)).Select(follower => Edit.Remove(follower.Step)));
                continue;
            }

            edits.AddRange(EditsOf(block));
        }

        if (_rate is { } rate)
            edits.Add(Edit.Set(_net.OptimizerStep, "LearningRate", Numbers.Literal(rate)));
        if (_changes.Contains(Change.Epsilon))
            edits.Add(Edit.Set(_net.OptimizerStep, "Epsilon", Numbers.Literal(UsualEpsilon)));
        if (_changes.Contains(Change.Clipping))
            edits.Add(Edit.Set(_net.OptimizerStep, "ClipNorm", Numbers.Literal(UsualClip)));
        return new Mend(Title(), edits.Distinct().ToArray());
    }

    private IEnumerable<Edit> EditsOf(Block block)
    {
        if (IsDrawnAnew(block))
        {
            foreach (Edit edit in block.UseAutoInit())
                yield return edit;
        }

        if (_changes.Contains(Change.Bias) && IsShifted(block))
            yield return Edit.Unset(block.Step, "BiasInit");
        if (_changes.Contains(Change.Activation) && block.Function is SigmoidLayer && !block.IsOutput)
            yield return Edit.Replace(block.Activation!.Value.Step, "Tanh");
        if (_changes.Contains(Change.BatchNorm) && CanNormalise(block))
        {
            foreach (Edit edit in Repairs.Normalise([block]).Edits)
                yield return edit;
        }

        foreach (PlacedLayer dropout in block.Followers.Where(follower => RateOf(follower.Layer) > 0))
        {
            if (_changes.Contains(Change.NoDropout))
                yield return Edit.Remove(dropout.Step);
            else if (_changes.Contains(Change.LessDropout) && RateOf(dropout.Layer) > LowRate)
                yield return Edit.Set(dropout.Step, "rate@0", Numbers.Literal(LowRate));
        }
    }

    private string Title()
    {
        var parts = new List<string>();
        if (_depth < _net.Hidden.Count)
            parts.Add($"keep {Numbers.Of(_depth)} of {Numbers.Of(_net.Hidden.Count)} hidden layers");
        if (_changes.Contains(Change.Init))
            parts.Add("use Init.Auto");
        if (_changes.Contains(Change.Bias))
            parts.Add("start biases at 0");
        if (_changes.Contains(Change.Activation))
            parts.Add("replace [Sigmoid] by [Tanh]");
        if (_changes.Contains(Change.NoDropout))
            parts.Add("remove dropout");
        else if (_changes.Contains(Change.LessDropout))
            parts.Add($"lower dropout to {Numbers.Percent(LowRate)}");
        if (_changes.Contains(Change.BatchNorm))
            parts.Add("insert [BatchNorm]");
        if (_rate is { } rate)
        {
            bool isUsed = parts.Count > 0 && parts[parts.Count - 1].StartsWith("use ", StringComparison.Ordinal);
            parts.Add($"{(isUsed ? "" : "use ")}a learning rate of {Numbers.Literal(rate)}");
        }

        if (_changes.Contains(Change.Epsilon))
            parts.Add($"use Epsilon = {Numbers.Literal(UsualEpsilon)}");
        if (_changes.Contains(Change.Clipping))
            parts.Add($"use ClipNorm = {Numbers.Literal(UsualClip)}");

        string last = parts[parts.Count - 1];
        string text = parts.Count == 1 ? last : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {last}";
        return char.ToUpperInvariant(text[0]) + text.Substring(1);
    }

    private SignalNetwork Apply()
    {
        SignalNetwork network = _start;
        List<SignalLayer> layers = [.. network.Layers];
        foreach (Block block in _net.Blocks)
            layers[block.SignalIndex] = Apply(block, layers[block.SignalIndex]);
        if (_depth < _net.Hidden.Count)
        {
            int from = _net.Hidden[_depth].SignalIndex, to = _net.Output.SignalIndex;
            layers.RemoveRange(from, to - from);
            Block output = _net.Output;
            double fanIn = FanInBehind(_net.Hidden[_depth - 1], layers[from - 1]);
            double scale = output.Signal.FanIn / fanIn;
            layers[from] = layers[from] with
            {
                FanIn = fanIn,
                // all inits but these two follow the fan-in
                WeightVariance = layers[from].WeightVariance
                    * (output.Weights.Init is Init.Normal or Init.Uniform ? 1 : scale),
            };
        }

        SignalOptimizer optimizer = network.Optimizer;
        return network with
        {
            Layers = layers,
            Optimizer = optimizer with
            {
                Epsilon = _changes.Contains(Change.Epsilon) ? UsualEpsilon : optimizer.Epsilon,
                ClipNorm = _changes.Contains(Change.Clipping) ? UsualClip : optimizer.ClipNorm,
            },
        };
    }

    // features come from images somewhere, whichever layers are left
    private static bool MakesFeatures(LayerSpec layer) => layer is FlattenLayer or GlobalAveragePool2DLayer;

    private double FanInBehind(Block last, SignalLayer layer) =>
        _net.Output.Weights is Conv2DLayer convolution ? (double)convolution.Kernel * convolution.Kernel * last.Units
        : _net.Layers.Any(each => each.Layer is GlobalAveragePool2DLayer && each.Step > last.Step) ? last.Units
        : layer.OutputUnits;

    private SignalLayer Apply(Block block, SignalLayer layer)
    {
        if (IsDrawnAnew(block))
            layer = layer with { WeightVariance = Repairs.AutoGain(block) / layer.FanIn };
        if (_changes.Contains(Change.Bias) && IsShifted(block))
            layer = layer with { BiasMean = 0 };
        if (_changes.Contains(Change.Activation) && block.Function is SigmoidLayer && !block.IsOutput)
            layer = layer with { Nonlinearity = new TanhFunction() };
        if (_changes.Contains(Change.BatchNorm) && CanNormalise(block))
            layer = layer with { BatchNorm = new SignalBatchNorm(), BiasMean = 0 };
        if (layer.Dropout is { } dropout && _changes.Contains(Change.NoDropout))
            layer = layer with { Dropout = null };
        else if (layer.Dropout is { } high && _changes.Contains(Change.LessDropout))
            layer = layer with { Dropout = high with { Keep = Math.Max(high.Keep, 1 - LowRate) } };
        return layer;
    }

    private bool IsDrawnAnew(Block block) => _changes.Contains(Change.Init) && IsOff(block);

    private static bool IsOff(Block block) =>
        block.IsConstant || (!block.IsNormalised && Math.Abs(block.Gain / Repairs.AutoGain(block) - 1) > 0.2);

    private static bool IsShifted(Block block) => !block.IsOutput && block.Signal.BiasMean != 0 && !block.IsNormalised;

    private static bool CanNormalise(Block block) => !block.IsOutput && !block.IsNormalised;

    private static bool IsPossible(NetworkFacts net, Change change) => change switch
    {
        Change.Init => net.Blocks.Any(IsOff),
        Change.Bias => net.Hidden.Any(IsShifted),
        Change.Activation => net.Hidden.Any(block => block.Function is SigmoidLayer),
        Change.LessDropout => net.Hidden.Any(block => block.Followers.Any(follower => RateOf(follower.Layer) > LowRate)),
        Change.NoDropout => net.Hidden.Any(block => block.Followers.Any(follower => RateOf(follower.Layer) > 0)),
        Change.BatchNorm => net.Hidden.Any(CanNormalise),
        Change.Epsilon => net.IsAdaptive && net.Signal.Network.Optimizer.Epsilon > SignalOptimizer.LargestUsualEpsilon,
        Change.Clipping => net.Signal.Network.Optimizer.ClipNorm is > 0 and < UsualClip,
        Change.Depth => net.Hidden.Count > 1,
        _ => true,
    };

    // what tutorials use: 1e-3 where steps have a length of their own, a reach of 0.1 for SGD, if that is stable
    public static float RateOf(SignalPrediction changed)
    {
        SignalOptimizer optimizer = changed.Network.Optimizer;
        // half of what all layers together bear
        double part = StepBounds.Greatest(changed.Network) / Math.Max(changed.Trainability.Compound, 1e-30) / 2;
        double bearable = optimizer.LearningRate * part;
        if (optimizer.IsAdaptive)
            return (float)Math.Min(optimizer.Accumulates ? 10 * UsualAdaptiveRate : UsualAdaptiveRate, bearable);
        double stable = StepBounds.Cautious(changed.Network, changed.Trainability);
        return (float)Math.Min(Math.Min(UsualReach * (1 - optimizer.Momentum), stable), bearable);
    }

    private static double RateOf(LayerSpec layer) => layer switch
    {
        DropoutLayer dropout => dropout.Rate,
        AlphaDropoutLayer dropout => dropout.Rate,
        _ => 0,
    };
}
