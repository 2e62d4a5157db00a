namespace DeepTrain.Runtime;

/// <content>The network as an ONNX file.</content>
public sealed unsafe partial class NetworkState
{
    /// <summary>Writes the network as a graph: the whole new file or none.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="build">Adds the nodes of its layers.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What is written.</param>
    public void ExportOnnx(NetworkDescription network, Action<OnnxGraph> build, string path, OnnxOptions? options) => Alone(() =>
    {
        AtomicFile.Write(path, new OnnxFile(this, network, build, options ?? new OnnxOptions()).Write);
        GC.KeepAlive(this);
    });

    /// <summary>Writes the network as a graph to a stream.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="build">Adds the nodes of its layers.</param>
    /// <param name="stream">Written to from where it stands.</param>
    /// <param name="options">What is written.</param>
    public void ExportOnnx(NetworkDescription network, Action<OnnxGraph> build, Stream stream, OnnxOptions? options) => Alone(() =>
    {
        NetworkFile.CheckWritable(stream);
        new OnnxFile(this, network, build, options ?? new OnnxOptions()).Write(stream);
        GC.KeepAlive(this);
    });
}
