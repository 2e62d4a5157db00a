using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepTrain.Tests.Onnx;

/// <summary>A network's ONNX file in ONNX Runtime.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxSession(INetwork network, OnnxOptions? options = null)
        : this(Export(network, options))
    {
    }

    public OnnxSession(byte[] file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(file, options);
    }

    public KeyValuePair<string, NodeMetadata> Input => _session.InputMetadata.Single();

    public KeyValuePair<string, NodeMetadata> Output => _session.OutputMetadata.Single();

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public string Producer => _session.ModelMetadata.ProducerName;

    public string Graph => _session.ModelMetadata.GraphName;

    public static byte[] Export(INetwork network, OnnxOptions? options = null)
    {
        var file = new MemoryStream();
        network.ExportOnnx(file, options);
        return file.ToArray();
    }

    public float[] Run(float[] rows)
    {
        int[] shape = [.. Input.Value.Dimensions];
        Assert.Equal(-1, shape[0]);
        shape[0] = rows.Length / shape.Skip(1).Aggregate(1, (size, extent) => size * extent);
        var input = NamedOnnxValue.CreateFromTensor(Input.Key, new DenseTensor<float>(rows, shape));
        using var results = _session.Run([input]);
        Tensor<float> output = results.Single().AsTensor<float>();
        Assert.Equal([shape[0], .. Output.Value.Dimensions.Skip(1)], output.Dimensions.ToArray());
        return output.ToArray();
    }

    public void Dispose() => _session.Dispose();
}
