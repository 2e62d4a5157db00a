using System.Buffers;

namespace DeepTrain;

/// <summary>
/// What was done to the data that a network was trained on, to be done again to the data that it predicts: standardisation,
/// logarithms, clipping, one-hot categories, principal axes; and the way back from outputs to targets as they were. Its numbers
/// lie in the network's file, so that a program that only predicts needs nothing else.
/// </summary>
public sealed class Preparation
{
    private readonly PreparedColumn[] _columns;
    private readonly NumberColumn[] _targets;
    private readonly int _encodedSize;

    /// <summary>A preparation.</summary>
    /// <param name="columns">A column for each number of a raw row, at least one.</param>
    /// <param name="projection">What all prepared columns go through together; null for nothing.</param>
    /// <param name="targets">What was done to each target; null or empty: nothing is known of targets.</param>
    /// <exception cref="ArgumentException">A column has numbers that are none, or sizes do not fit.</exception>
    public Preparation(
        IReadOnlyList<PreparedColumn> columns, Projection? projection = null, IReadOnlyList<NumberColumn>? targets = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        _targets = [.. targets ?? []];
        if (_columns.Length == 0)
            throw new ArgumentException("Expected at least one column, found none.", nameof(columns));
        foreach (PreparedColumn column in _columns.Concat(_targets))
        {
            ArgumentNullException.ThrowIfNull(column, nameof(columns));
            column.Check();
        }
        _encodedSize = checked(_columns.Sum(column => column.Size));
        if (projection is not null && projection.Inputs != _encodedSize)
        {
            throw new ArgumentException(
                $"Expected a projection of {_encodedSize} numbers, as the columns become; it takes {projection.Inputs}.",
                nameof(projection));
        }
        Projection = projection;
        Columns = Array.AsReadOnly(_columns);
        Targets = Array.AsReadOnly(_targets);
    }

    /// <summary>A column for each number of a raw row.</summary>
    public IReadOnlyList<PreparedColumn> Columns { get; }

    /// <summary>What all prepared columns go through together; null for nothing.</summary>
    public Projection? Projection { get; }

    /// <summary>What was done to each target; empty if nothing is known of targets.</summary>
    public IReadOnlyList<NumberColumn> Targets { get; }

    /// <summary>Numbers of a raw row.</summary>
    public int RawSize => _columns.Length;

    /// <summary>Numbers of a prepared row: the network's <see cref="INetwork.InputSize"/>.</summary>
    public int PreparedSize => Projection?.Outputs ?? _encodedSize;

    /// <summary>Prepares rows. Nothing is allocated.</summary>
    /// <param name="raw">Whole rows of <see cref="RawSize"/> numbers.</param>
    /// <param name="prepared">As many rows of <see cref="PreparedSize"/> numbers, in memory of its own.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a number cannot be prepared; the message says which. Nothing has
    /// been written.</exception>
    public void Apply(ReadOnlySpan<float> raw, Span<float> prepared)
    {
        int rows = Rows(raw.Length, RawSize, nameof(raw));
        CheckLength(prepared.Length, rows, PreparedSize, nameof(prepared));
        if (raw.Overlaps(prepared))
            throw new ArgumentException("Expected memory of its own for prepared rows; the spans overlap.", nameof(prepared));
        for (int i = 0; i < raw.Length; i++)
        {
            if (_columns[i % RawSize].Problem(raw[i]) is { } problem)
            {
                throw new ArgumentException(
                    $"Column '{_columns[i % RawSize].Name}' of row {i / RawSize} {problem}.", nameof(raw));
            }
        }

        float[]? rented = Projection is null ? null : ArrayPool<float>.Shared.Rent(_encodedSize);
        try
        {
            for (int row = 0; row < rows; row++)
            {
                Span<float> target = prepared.Slice(row * PreparedSize, PreparedSize);
                Span<float> encoded = rented is null ? target : rented.AsSpan(0, _encodedSize);
                Encode(raw.Slice(row * RawSize, RawSize), encoded);
                Projection?.Apply(encoded, target);
            }
        }
        finally
        {
            if (rented is not null)
                ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Prepares targets as they were for training.</summary>
    /// <param name="raw">Whole rows of targets.</param>
    /// <param name="prepared">As many numbers; may be the same span.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a number cannot be prepared.</exception>
    /// <exception cref="InvalidOperationException">Nothing is known of targets.</exception>
    public void ApplyToTargets(ReadOnlySpan<float> raw, Span<float> prepared)
    {
        CheckTargets(raw.Length, prepared.Length, nameof(raw), nameof(prepared));
        for (int i = 0; i < raw.Length; i++)
        {
            if (_targets[i % _targets.Length].Problem(raw[i]) is { } problem)
            {
                throw new ArgumentException(
                    $"Target '{_targets[i % _targets.Length].Name}' of row {i / _targets.Length} {problem}.", nameof(raw));
            }
        }
        for (int i = 0; i < raw.Length; i++)
            _targets[i % _targets.Length].Apply(raw[i], prepared.Slice(i, 1));
    }

    /// <summary>Takes outputs of the network back to what targets were before they were prepared.</summary>
    /// <param name="outputs">Whole rows of outputs.</param>
    /// <param name="restored">As many numbers; may be the same span.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="InvalidOperationException">Nothing is known of targets.</exception>
    public void RestoreTargets(ReadOnlySpan<float> outputs, Span<float> restored)
    {
        CheckTargets(outputs.Length, restored.Length, nameof(outputs), nameof(restored));
        for (int i = 0; i < outputs.Length; i++)
            restored[i] = _targets[i % _targets.Length].Restore(outputs[i]);
    }

    /// <summary>
    /// Multiplies the preparation into the weights and biases of the network's first layer, which then takes raw rows; predictions
    /// agree up to rounding. For networks that are trained: optimizer state is that of other weights.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not every prepared number is a linear function of raw ones, or the first layer
    /// cannot take it; the message says why, and the network is unchanged.</exception>
    public void FoldInto(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        PreparationFold.Into(network, this);
    }

    /// <summary>Saves a network with this preparation in its file, which <see cref="Load(string, INetwork)"/> reads.</summary>
    /// <param name="path">The file, replaced as by <see cref="INetwork.Save(string)"/>.</param>
    /// <param name="network">The network.</param>
    /// <param name="metadata">Words of the caller's own, with other keys than <c>preparation</c>.</param>
    /// <exception cref="ArgumentException">The preparation is not one of this network, or the metadata cannot be saved.</exception>
    public void Save(string path, INetwork network, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Save(path, ToMetadata(network, metadata));
    }

    /// <summary>Metadata with this preparation among them, for <see cref="INetwork.Save(Stream, IReadOnlyDictionary{string, string}?)"/>;
    /// <see cref="FromMetadata"/> reads it.</summary>
    /// <param name="network">The network whose file it will be.</param>
    /// <param name="metadata">Words of the caller's own, with other keys than <c>preparation</c>.</param>
    /// <exception cref="ArgumentException">The preparation is not one of this network, or the key is taken.</exception>
    public IReadOnlyDictionary<string, string> ToMetadata(INetwork network, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (PreparationText.Misfit(this, network.Description) is { } misfit)
            throw new ArgumentException(misfit, nameof(network));
        var all = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (!all.TryAdd(PreparationText.Key, PreparationText.Write(this)))
        {
            throw new ArgumentException(
                $"The metadata cannot be saved: \"{PreparationText.Key}\" is the key of the preparation.", nameof(metadata));
        }
        return all;
    }

    /// <summary>Loads a network and the preparation that was saved with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network to load.</param>
    /// <returns>The preparation; null if the file has none.</returns>
    /// <exception cref="InvalidDataException">The file does not match the network, or its preparation does not; the network is as
    /// it was.</exception>
    public static Preparation? Load(string path, INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var before = new MemoryStream();
        network.Save(before);
        IReadOnlyDictionary<string, string> metadata = network.Load(path);
        try
        {
            Preparation? preparation = FromMetadata(metadata);
            return preparation is not null && PreparationText.Misfit(preparation, network.Description) is { } misfit
                ? throw new InvalidDataException(misfit)
                : preparation;
        }
        catch (InvalidDataException)
        {
            before.Position = 0;
            network.Load(before);
            throw;
        }
    }

    /// <summary>The preparation among a file's metadata, which <see cref="INetwork.Load(string)"/> returns; null if there is
    /// none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Preparation? FromMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetValue(PreparationText.Key, out string? text) ? PreparationText.Read(text) : null;
    }

    private void Encode(ReadOnlySpan<float> raw, Span<float> encoded)
    {
        int next = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            int size = _columns[i].Size;
            _columns[i].Apply(raw[i], encoded.Slice(next, size));
            next += size;
        }
    }

    private void CheckTargets(int from, int to, string source, string destination)
    {
        if (_targets.Length == 0)
            throw new InvalidOperationException("The preparation says nothing of targets.");
        CheckLength(to, Rows(from, _targets.Length, source), _targets.Length, destination);
    }

    private static int Rows(int length, int size, string argument)
    {
        if (length == 0 || length % size != 0)
        {
            throw new ArgumentException(
                $"Expected whole rows of {size} numbers, at least one; the span holds {length} numbers.", argument);
        }
        return length / size;
    }

    private static void CheckLength(int length, int rows, int size, string argument)
    {
        if (length != (long)rows * size)
        {
            throw new ArgumentException(
                $"Expected {(long)rows * size} numbers ({rows} rows of {size}); the span holds {length} numbers.", argument);
        }
    }
}
