namespace DeepTrain.Runtime;

/// <content>Files, written and read by one call at a time, and not while the network is trained.</content>
public sealed unsafe partial class NetworkState
{
    /// <summary>Writes everything but the gradients to a safetensors file: the whole new file or none.</summary>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        Alone(() => NetworkFile.Save(this, path, metadata));

    /// <summary>Writes everything but the gradients to a stream.</summary>
    public void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null) =>
        Alone(() => NetworkFile.Save(this, stream, metadata));

    /// <summary>Reads a safetensors file; returns the metadata that was saved with it.</summary>
    /// <exception cref="InvalidDataException">The file does not match; nothing has changed.</exception>
    public IReadOnlyDictionary<string, string> Load(string path) => Alone(() =>
    {
        using var file = SafetensorsReader.Open(path, FileLimits.Of(this));
        return new NetworkFileLoader(this).Load(file);
    });

    /// <summary>Reads a safetensors file from a stream; returns the metadata that was saved with it.</summary>
    /// <exception cref="InvalidDataException">The file does not match; nothing has changed.</exception>
    public IReadOnlyDictionary<string, string> Load(Stream stream) => Alone(() =>
    {
        using var file = SafetensorsReader.Open(stream, FileLimits.Of(this));
        return new NetworkFileLoader(this).Load(file);
    });

    /// <summary>Writes parameters and moving averages, as PyTorch reads them.</summary>
    public void SaveWeights(string path) => Alone(() => NetworkFile.SaveWeights(this, path));

    /// <summary>Writes parameters and moving averages to a stream, as PyTorch reads them.</summary>
    public void SaveWeights(Stream stream) => Alone(() => NetworkFile.SaveWeights(this, stream));

    /// <summary>Reads parameters and moving averages; returns which. The optimizer starts anew.</summary>
    /// <exception cref="InvalidDataException">The file does not match; nothing has changed.</exception>
    public IReadOnlyList<string> LoadWeights(string path, LoadOptions? options = null) => Alone(() =>
    {
        using var file = SafetensorsReader.Open(path, FileLimits.Of(this));
        return new WeightsLoader(this, options ?? new LoadOptions()).Load(file);
    });

    /// <summary>Reads parameters and moving averages from a stream; returns which. The optimizer starts anew.</summary>
    /// <exception cref="InvalidDataException">The file does not match; nothing has changed.</exception>
    public IReadOnlyList<string> LoadWeights(Stream stream, LoadOptions? options = null) => Alone(() =>
    {
        using var file = SafetensorsReader.Open(stream, FileLimits.Of(this));
        return new WeightsLoader(this, options ?? new LoadOptions()).Load(file);
    });

    private void Alone(Action action) => Alone<object?>(() =>
    {
        action();
        return null;
    });

    private TResult Alone<TResult>(Func<TResult> action)
    {
        Enter();
        try
        {
            return action();
        }
        finally
        {
            Exit();
        }
    }
}
