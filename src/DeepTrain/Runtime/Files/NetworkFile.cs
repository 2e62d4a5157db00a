namespace DeepTrain.Runtime;

/// <summary>A network's state in a safetensors file: what is written, and the names under which it is found again.</summary>
internal static unsafe class NetworkFile
{
    public const string FormatKey = "format";
    public const string NetworkKey = "network";

    /// <summary>A hash of what the network computes. Files of PyTorch and of earlier versions have none.</summary>
    public const string FingerprintKey = FileMetadata.ReservedPrefix + "fingerprint";

    /// <summary>The format of a file with all of a network's state.</summary>
    public const string Format = "deeptrain";

    // what PyTorch's loader asks for
    private const string TorchFormat = "pt";

    private const string SlotPrefix = "optimizer.";
    private const string RunningVariance = "running_var";
    private const string BatchCounter = "num_batches_tracked";

    public static string SlotTensor(string slot, string parameter) => $"{SlotPrefix}{slot}.{parameter}";

    /// <summary>Whether a file holds a network's whole state, and not only weights.</summary>
    public static bool IsOurs(SafetensorsReader file) =>
        file.Metadata.TryGetValue(FormatKey, out string? format) && format == Format;

    /// <summary>
    /// Whether a tensor of a file that <see cref="IsOurs"/> belongs to the optimizer: its name ends with that of another
    /// tensor, for a layer may be called <c>optimizer</c>.
    /// </summary>
    public static bool IsSlotTensor(SafetensorsReader file, string name)
    {
        if (!name.StartsWith(SlotPrefix, StringComparison.Ordinal))
            return false;
        int dot = name.IndexOf('.', SlotPrefix.Length);
        return dot >= 0 && file.Tensors.ContainsKey(name[(dot + 1)..]);
    }

    /// <summary>PyTorch's batch norm counts its batches; nothing here depends on that number.</summary>
    public static bool IsBatchCounter(string name) =>
        name == BatchCounter || name.EndsWith("." + BatchCounter, StringComparison.Ordinal);

    /// <summary>Whether the numbers of a parameter are variances, so that none is below 0.</summary>
    public static bool HoldsVariances(ParameterLayout layout) =>
        layout.IsAverage && layout.Name.EndsWith("." + RunningVariance, StringComparison.Ordinal);

    /// <summary>Writes the state; see <see cref="AtomicFile"/> for what a failure leaves.</summary>
    public static void Save(NetworkState state, string path, IReadOnlyDictionary<string, string>? metadata)
    {
        SafetensorsWriter writer = Whole(state, metadata);
        AtomicFile.Write(path, writer.Write);
        GC.KeepAlive(state);
    }

    /// <summary>Writes the state to a stream.</summary>
    public static void Save(NetworkState state, Stream stream, IReadOnlyDictionary<string, string>? metadata)
    {
        CheckWritable(stream);
        Whole(state, metadata).Write(stream);
        GC.KeepAlive(state);
    }

    /// <summary>Writes weights and moving averages.</summary>
    public static void SaveWeights(NetworkState state, string path)
    {
        AtomicFile.Write(path, Weights(state).Write);
        GC.KeepAlive(state);
    }

    /// <summary>Writes weights and moving averages to a stream.</summary>
    public static void SaveWeights(NetworkState state, Stream stream)
    {
        CheckWritable(stream);
        Weights(state).Write(stream);
        GC.KeepAlive(state);
    }

    /// <summary>Refuses a stream that cannot be written to.</summary>
    public static void CheckWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("Expected a stream that can be written to.", nameof(stream));
    }

    private static SafetensorsWriter Whole(NetworkState state, IReadOnlyDictionary<string, string>? metadata)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(FormatKey, Format);
        writer.AddMetadata(NetworkKey, state.Network);
        if (state.Fingerprint.Length > 0)
            writer.AddMetadata(FingerprintKey, state.Fingerprint);
        TrainingProgress.Of(state).Write(writer, state.Optimizer.Name);
        AddParameters(writer, state);
        for (int slot = 0; slot < state.Optimizer.SlotNames.Length; slot++)
            AddSlot(writer, state, slot);
        if (metadata is not { Count: > 0 })
            return writer;

        int own = writer.Header().Length, limit = FileLimits.Of(state).HeaderBytes - SafetensorsWriter.MostPadding;
        FileMetadata.Add(writer, metadata);
        int whole = writer.Header().Length;
        if (whole > limit)
        {
            throw FileMetadata.Bad(
                $"expected at most {limit - own} bytes of JSON in a file of {state.Network}, found {whole - own}");
        }
        return writer;
    }

    private static SafetensorsWriter Weights(NetworkState state)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(FormatKey, TorchFormat);
        AddParameters(writer, state);
        foreach (ParameterLayout layout in state.Layouts.Where(HoldsVariances))
            writer.AddCounter(layout.FileName[..^RunningVariance.Length] + BatchCounter, state.Batches);
        return writer;
    }

    private static void AddParameters(SafetensorsWriter writer, NetworkState state)
    {
        foreach (ParameterLayout layout in state.Layouts)
            writer.AddTensor(layout.FileName, layout.Shape, values => layout.Unpack(state.Arena(layout), values));
    }

    private static void AddSlot(SafetensorsWriter writer, NetworkState state, int slot)
    {
        foreach (ParameterLayout layout in state.Layouts)
        {
            if (layout.IsTrainable)
            {
                string name = SlotTensor(state.Optimizer.SlotNames[slot], layout.FileName);
                writer.AddTensor(name, layout.Shape, values => state.CopySlot(layout, slot, values));
            }
        }
    }
}
