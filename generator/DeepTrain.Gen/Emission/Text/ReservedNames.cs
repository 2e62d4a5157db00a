namespace DeepTrain.Gen.Emission;

/// <summary>
/// The names of emitted code that belong to no layer. A test collects them from what is emitted and holds these lists against
/// them, so that they miss none and keep none that is gone.
/// </summary>
internal static class ReservedNames
{
    /// <summary>Members of the kernels and of their structs, and the types they use.</summary>
    public static readonly IReadOnlyCollection<string> Members =
    [
        .. KernelUsings.Names,
        "Accumulate", "AdaGrad", "Adam", "AdamW", "Apply", "ApplyGradients", "BuildGraph", "Compact", "ComputeGradients",
        "CountTiles", "Create", "Description", "ExportOnnx", "FinishGradients", "FixedFloats", "FloatsPerRow",
        "Gradients", "Infer", "Infer128", "Infer256", "Infer512", "InferenceFloatsPerRow", "InputRows", "InputSeen",
        "InputSeenGradient", "InputSize", "Inputs", "Inspect", "LabelRows", "Labels", "Layout", "LimitNorms", "Loss",
        "LossOfLabels128", "LossOfLabels256", "LossOfLabels512", "LossOfTargets128", "LossOfTargets256",
        "LossOfTargets512", "LossRows128", "LossRows256", "LossRows512", "Nadam", "Optimizer", "OutputPlanesDelta",
        "OutputPlanesOutput", "OutputPlanesRowsForward128", "OutputPlanesRowsForward256", "OutputPlanesRowsForward512",
        "OutputSize", "PaddedTargets", "Parameters", "Penalties", "Penalty", "Phases", "PlaceFixed", "PlaceInference",
        "PlaceRows", "Planes", "Predict", "PredictRow128", "PredictRow256", "PredictRow512", "PredictRows",
        "PrepareInference", "PrepareRows", "PrepareUpdate", "Probabilities128", "Probabilities256", "Probabilities512",
        "RMSProp", "Row128", "Row256", "Row512", "RowLosses", "RowWeights", "Rows", "Run", "Running", "RunningLength",
        "SGD", "Scale", "See", "SeenProduct", "SeenProductNarrow", "SeenTransposed", "SlotMean", "SlotSquare", "SlotSum", "SlotVelocity",
        "SpreadInputs128", "SpreadInputs256", "SpreadInputs512", "SpreadInputsToInfer128", "SpreadInputsToInfer256",
        "SpreadInputsToInfer512", "SquaredGradients128", "SquaredGradients256", "SquaredGradients512", "Step", "Targets",
        "Train", "Train128", "Train256", "Train512", "TrainBatch", "TrainTile128", "TrainTile256", "TrainTile512",
        "TrainableLength", "Transpose", "Transposed", "UpdateDecay", "UpdateEpsilon", "UpdateFresh", "UpdateGradientStep",
        "UpdateKeep", "UpdateMeanStep", "UpdateRange128", "UpdateRange256", "UpdateRange512", "UpdateRate", "UpdateStep",
        "Updates", "UseParameters", "UseTrainingMemory", "VectorLength", "WarmUp", "WeighRows",
    ];

    /// <summary>Parameters and local variables, besides those of <see cref="IsRegister"/>.</summary>
    public static readonly IReadOnlyCollection<string> Locals =
    [
        "ahead", "at", "b", "before", "below", "best", "bias", "bits", "block", "column", "columns", "copies", "d", "decay",
        "delta", "deltas", "depth", "destination", "down", "dp", "drawsWeights", "e", "end", "epsilon", "error", "factor", "first",
        "firstRow", "fresh", "from", "g", "gc", "gk", "gp", "gradient", "gradientStep", "gradients", "graph", "groups",
        "gw", "gx", "h", "hLine", "hPlace", "hRow", "half", "halfDelta", "i", "image", "index", "input", "inputRow",
        "inputSeenGradientRow", "inputSeenRow", "inputs", "isLabel", "isWeighted", "k", "keep", "kx", "ky", "l1",
        "label", "labels", "lane", "lanes", "layout", "left", "length", "limit", "line", "lineEnd", "lines", "logSum",
        "loss", "losses", "max", "mean", "meanStep", "memory", "minusDelta", "minusOne", "momentum", "network", "next",
        "nextMean", "nextMomentum", "nextSquare", "norm", "o", "observer", "offset", "ok", "one", "oneOverCount", "oneOverRows", "op",
        "options", "output", "outputs", "panel", "path", "penalties", "penalty", "phase", "piece", "place", "pooled",
        "products", "rate", "real", "reduction", "room", "root", "rootHalf", "row", "rowTiles", "rowWeights", "rows", "s",
        "scale", "seed", "seluFloor", "seluLambda", "share", "shift", "sign", "size", "slope", "source", "square",
        "squares", "start", "state", "step", "stream", "stride", "strideD", "strideX", "strideY", "strip", "sum", "sums", "t", "tail", "taken",
        "target", "targets", "team", "tile", "tiles", "to", "toBias", "total", "transposed", "twin", "updates", "use", "velocity", "w",
        "waiting", "weight", "weights", "whole", "width", "x", "xLine", "xPlace", "xRow", "xc", "xk", "xp", "xw",
        "y", "yLine", "yPlace", "yRow", "yp", "z",
    ];

    /// <summary>
    /// Whether a name has the form of a tile's numbered variables: <c>sum3b</c>, <c>biasa</c>, <c>wa</c>, and <c>suma1_2</c>
    /// for a chain of a piece's sum; or of a tap's pointer: <c>x2</c>.
    /// </summary>
    public static bool IsRegister(string name)
    {
        if (name.Length > 1 && name[0] == 'x' && SkipDigits(name, 1) == name.Length)
            return true;
        int start = name.StartsWith("sum", StringComparison.Ordinal) ? 3
            : name.StartsWith("bias", StringComparison.Ordinal) ? 4
            : name.StartsWith("w", StringComparison.Ordinal) ? 1 : 0;
        int letter = SkipDigits(name, start);
        if (start == 0 || letter == name.Length || name[letter] is < 'a' or > 'h')
            return false;
        int end = SkipDigits(name, letter + 1);
        return end == name.Length
            || (name[end] == '_' && end + 1 < name.Length && SkipDigits(name, end + 1) == name.Length);
    }

    private static int SkipDigits(string name, int start)
    {
        while (start < name.Length && name[start] is >= '0' and <= '9')
            start++;
        return start;
    }
}
