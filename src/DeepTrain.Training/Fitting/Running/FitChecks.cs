using System.Globalization;

namespace DeepTrain;

/// <summary>Whether options, rows and network suit each other, before anything has changed.</summary>
internal static class FitChecks
{
    /// <exception cref="ArgumentException">They do not; the message says what was expected and what came.</exception>
    public static void Check(INetwork network, Dataset data, FitOptions options)
    {
        if (data.Part is DatasetPart.Validation or DatasetPart.Test)
        {
            throw new ArgumentException(
                $"Expected rows to train on; these are the {data.Part} part, of which nothing may be learnt.", nameof(data));
        }
        CheckRows(network, data, "the rows", nameof(data));
        if (options.Validation is { } validation)
            CheckRows(network, validation, "the validation rows", nameof(options));
        CheckMetrics(network, options.Validation ?? data, options.Metrics, nameof(options));
        CheckNumbers(options);
        if (options.Shards != null && network.ParameterCount == 0)
            throw new ArgumentException("Expected a network with something to train where there are Shards; all of it is frozen.", nameof(network));
        CheckWeights(data, options);
        options.Augmentation?.CheckShape(data.InputShape);
        CheckCallbacks(options);
        options.Monitor?.Check();
    }

    /// <exception cref="ArgumentException">The network cannot be trained on, or measured by, these rows.</exception>
    public static void CheckRows(INetwork network, Dataset data, string what, string parameter)
    {
        string name = network.Description.Name;
        if (data.InputSize != network.InputSize)
        {
            throw new ArgumentException(
                $"Expected rows of {network.InputSize} inputs, as {name} takes; {what} have {data.InputSize}.", parameter);
        }
        if (!data.HasLabels)
        {
            if (data.TargetSize != network.OutputSize)
            {
                throw new ArgumentException(
                    $"Expected rows of {network.OutputSize} targets, as {name} has outputs; {what} have {data.TargetSize}.", parameter);
            }
            return;
        }
        int classes = ClassesOf(network);
        if (classes == 0)
        {
            throw new ArgumentException(
                $"Expected rows with {network.OutputSize} targets, as the loss {network.Description.Loss} of {name} compares numbers; "
                + $"{what} have labels.", parameter);
        }
        if (data.ClassNames.Count > classes)
        {
            throw new ArgumentException(
                $"Expected labels of at most {classes} classes, as {name} tells apart; {what} have {data.ClassNames.Count}.", parameter);
        }
    }

    /// <summary>How many classes labels of a network may name; 0 where its loss takes none.</summary>
    public static int ClassesOf(INetwork network) => network.Description.LossKind switch
    {
        LossKind.SoftmaxCrossEntropy => network.OutputSize,
        LossKind.BinaryCrossEntropy when network.OutputSize == 1 => 2,
        _ => 0,
    };

    /// <exception cref="ArgumentException">A metric does not suit network and rows, or is there twice.</exception>
    public static void CheckMetrics(INetwork network, Dataset measured, IReadOnlyList<Metric> metrics, string parameter)
    {
        foreach (Metric metric in metrics)
        {
            if (metric == null)
                throw new ArgumentException("Expected metrics that are not null; one is.", parameter);
            if (metric.Misfit(network.Description, measured) is { } misfit)
                throw new ArgumentException($"The metric {metric.Name} cannot be measured: {misfit}", parameter);
        }
        if (metrics.GroupBy(metric => metric.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"Expected metrics that differ; {twice.Key} is there twice.", parameter);
    }

    private static void CheckNumbers(FitOptions options)
    {
        AtLeastOne(options.Epochs, nameof(options.Epochs));
        AtLeastOne(options.Steps ?? 1, nameof(options.Steps));
        AtLeastOne(options.BatchSize, nameof(options.BatchSize));
        AtLeastOne(options.Accumulate, nameof(options.Accumulate));
        AtLeastOne(options.Threads ?? 1, nameof(options.Threads));
        if (options.FullBatch && options.Accumulate != 1)
            throw Bad("Accumulate of 1 where FullBatch takes all batches together", options.Accumulate);
        if (options.Shards is { } shards && (shards < 1 || shards > options.BatchSize))
            throw Bad($"from 1 to {options.BatchSize} Shards, the BatchSize", shards);
        if (options.Workers is < 0 or > BatchLoader.MostWorkers)
            throw Bad($"from 0 to {BatchLoader.MostWorkers} Workers", options.Workers);
        if (!(options.DivergenceFactor > 1))
            throw Bad("a DivergenceFactor above 1", options.DivergenceFactor);
        if (options.EarlyStopping is { } stopping)
        {
            AtLeastOne(stopping.Patience, "EarlyStopping.Patience");
            if (!(stopping.MinDelta >= 0) || !double.IsFinite(stopping.MinDelta))
                throw Bad("a finite EarlyStopping.MinDelta of at least 0", stopping.MinDelta);
            if (stopping.Metric is { } watched && !options.Metrics.Any(metric => metric.Name == watched.Name))
            {
                throw new ArgumentException(
                    $"Expected EarlyStopping.Metric among Metrics, {Runtime.Quoted.Names([.. options.Metrics.Select(metric => metric.Name)])}; "
                    + $"it is {watched.Name}.", nameof(options));
            }
        }
        if (options.Averaging is { } averaging)
        {
            if (!(averaging.Decay is >= 0 and < 1))
                throw Bad("an Averaging.Decay from 0 and below 1", averaging.Decay);
            AtLeastOne(averaging.Every, "Averaging.Every");
        }
        if (options.Checkpoint is { } checkpoint)
        {
            if (string.IsNullOrEmpty(checkpoint.Directory))
                throw new ArgumentException("Expected the folder of the checkpoint; its name is empty.", nameof(options));
            if (checkpoint.Every < TimeSpan.Zero)
                throw Bad("a Checkpoint.Every of at least 0", checkpoint.Every);
        }
    }

    private static void CheckWeights(Dataset data, FitOptions options)
    {
        if (options.ClassWeights is { } classes)
        {
            if (!data.HasLabels)
                throw new ArgumentException("Expected no ClassWeights: the rows have no labels.", nameof(options));
            CheckWeights(classes, data.ClassNames.Count, "ClassWeights", "classes");
        }
        if (options.RowWeights is { } rows)
            CheckWeights(rows, data.Rows, "RowWeights", "rows");
        if (options.ClassWeights is { } both && options.RowWeights == null && data.Labels.ToArray().All(label => both[label] == 0))
            throw new ArgumentException("Expected a class with rows and a weight above 0; there is none.", nameof(options));
    }

    private static void CheckWeights(IReadOnlyList<float> weights, int expected, string name, string what)
    {
        if (weights.Count != expected)
            throw Bad($"{name} for {expected} {what}", weights.Count);
        for (int next = 0; next < weights.Count; next++)
        {
            if (!(weights[next] >= 0) || !float.IsFinite(weights[next]))
                throw Bad($"finite {name} of at least 0", $"{weights[next].ToString(CultureInfo.InvariantCulture)} at {next}");
        }
        if (weights.All(weight => weight == 0))
            throw new ArgumentException($"Expected {name} of which one is above 0; all are 0.");
    }

    private static void CheckCallbacks(FitOptions options)
    {
        ICallback[] all = [.. options.Callbacks, .. options.Loggers];
        if (Array.IndexOf(all, null) >= 0)
            throw new ArgumentException("Expected Callbacks and Loggers that are not null; one is.", nameof(options));
        if (all.OfType<IStatefulCallback>().GroupBy(callback => callback.StateKey).FirstOrDefault(same => same.Count() > 1)
            is { } twice)
        {
            throw new ArgumentException(
                $"Expected callbacks with a StateKey each; {Runtime.Quoted.Value(twice.Key)} is there twice.", nameof(options));
        }
    }

    private static void AtLeastOne(long number, string name)
    {
        if (number < 1)
            throw Bad($"{name} of at least 1", number);
    }

    private static ArgumentException Bad(string expected, object came) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Expected {expected}; it is {came}."), "options");
}
