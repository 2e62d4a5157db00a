using System.Runtime.InteropServices;
using DeepTrain.Runtime;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Onnx;

/// <summary>
/// The page about PyTorch, block by block: out of PyTorch, fine-tuned here, in ONNX Runtime, and back in PyTorch. Where PyTorch is not
/// installed, a network of this package takes its place at both ends, and the reference says what comes out of the first.
/// </summary>
public sealed class PyTorchAndBackTests : IDisposable
{
    private const int Rows = 12, Classes = 4;

    // the page's network in the words of the tests
    private static readonly NetworkPlan Plan = NetworkPlan.OfImages(
        "Sequential", Dims.Image(1, 8, 8),
        [
            new Conv2D(6, 3) { Same = true, Key = "0" }, new BatchNorm { Key = "1" }, new ReLU(), new MaxPool2D(2), new Flatten(),
            new Dense(20) { Key = "5" }, new PReLU { Key = "6" }, new Dropout(0.2f), new Dense(4) { Key = "8" },
        ],
        new SoftmaxCrossEntropy(), new Adam());

    // what the package safetensors does, for a machine without it
    private const string Safetensors =
        """
        import json, struct, torch
        kinds = {torch.float32: 'F32', torch.int64: 'I64'}
        def save_file(tensors, path):
            header, data = {}, b''
            for name, tensor in tensors.items():
                numbers = tensor.contiguous().numpy().tobytes()
                header[name] = {'dtype': kinds[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [len(data), len(data) + len(numbers)]}
                data += numbers
            text = json.dumps(header).encode()
            with open(path, 'wb') as file:
                file.write(struct.pack('<Q', len(text)) + text + data)
        def load_file(path):
            with open(path, 'rb') as file:
                header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
                data = bytearray(file.read())
            header.pop('__metadata__', None)
            of = {kind: dtype for dtype, kind in kinds.items()}
            return {name: torch.frombuffer(data[entry['data_offsets'][0]:entry['data_offsets'][1]], dtype=of[entry['dtype']]).reshape(entry['shape'])
                    for name, entry in header.items()}
        """;

    private const string Reads =
        """

        import struct
        with open('inputs', 'rb') as file:
            x = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(-1, 1, 8, 8)
        def predict(net, path):
            net.eval()
            with torch.no_grad(), open(path, 'wb') as file:
                file.write(torch.softmax(net(x), 1).numpy().tobytes())

        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly float[] _inputs = Batch.Normal(new Random(11), Rows * 64);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_goes_from_PyTorch_to_CSharp_to_ONNX_Runtime_and_back(bool wantsTorch)
    {
        bool hasTorch = wantsTorch && SystemPython.Has("torch");
        float[] first = hasTorch ? OutOfPyTorch() : OutOfTheReference();

        // the page's two blocks of C#: the class, and what is done with it
        string[] blocks = DocumentedBlocks.Of("pytorch.md", "csharp");
        Assert.Equal(2, blocks.Length);
        string steps = blocks[1].Replace("(\"", "(folder + \"/");
        CompiledNetworks compiled = NetworkCompiler.Compile(
            $$"""
            using System.Collections.Generic;
            using DeepTrain;

            /// <summary>The page's steps.</summary>
            public static class Steps
            {
                /// <summary>All of them.</summary>
                public static INetwork Run(string folder, IEnumerable<(float[], int[])> batches)
                {
                    {{steps}}
                    return network;
                }
            }

            /// <summary>The page's network.</summary>
            {{blocks[0]}}
            """);
        INetwork loaded = compiled.Create("Classifier");
        loaded.LoadWeights(_directory["net.safetensors"]);
        OnnxAgreement.Check("loaded", first, Predict(loaded));

        var run = compiled.TypeOf("Steps").GetMethod("Run")!.CreateDelegate<Func<string, IEnumerable<(float[], int[])>, INetwork>>();
        var random = new Random(5);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Classes))];
        INetwork network = run(_directory.Root, Enumerable.Repeat((_inputs, labels), 20));
        float[] tuned = Predict(network);
        Assert.Contains(tuned.Zip(first), pair => Math.Abs(pair.First - pair.Second) > 0.01f);

        byte[] file = File.ReadAllBytes(_directory["tuned.onnx"]);
        using (var session = new OnnxSession(file))
            OnnxAgreement.Check(network, session, _inputs);

        WriteTensors(new OnnxModel(file), _directory["onnx.safetensors"]);
        foreach (string name in new[] { "tuned.safetensors", "onnx.safetensors" })
        {
            float[] back = hasTorch ? BackInPyTorch(name) : BackInANewNetwork(compiled, name);
            OnnxAgreement.Check(name, tuned, back);
        }
    }

    private float[] OutOfPyTorch()
    {
        Directory.CreateDirectory(_directory["safetensors"]);
        File.WriteAllText(Path.Combine(_directory["safetensors"], "__init__.py"), "");
        File.WriteAllText(Path.Combine(_directory["safetensors"], "torch.py"), Safetensors);
        File.WriteAllBytes(_directory["inputs"], MemoryMarshal.AsBytes(_inputs.AsSpan()).ToArray());
        string block = DocumentedBlocks.Of("pytorch.md", "python")[0];
        // a step in training mode, so that the averages move
        string training = Reads + "torch.manual_seed(3)\nfor p in net.parameters(): p.data += 0.1 * torch.randn_like(p)\nnet(x)\n";
        Assert.Contains("# ... training ...\n", block);
        SystemPython.Run(block.Replace("# ... training ...\n", training) + "\npredict(net, 'first')\n", _directory.Root);
        return Numbers("first");
    }

    private float[] BackInPyTorch(string file)
    {
        string block = DocumentedBlocks.Of("pytorch.md", "python")[1].Replace("tuned.safetensors", file);
        SystemPython.Run(block + Reads + "predict(net, 'last')\n", _directory.Root);
        return Numbers("last");
    }

    private float[] OutOfTheReference()
    {
        INetwork network = MovedParameters.Of(NetworkCompiler.Compile(NetworkPlan.Source([Plan])).Create("Sequential", 3));
        network.SaveWeights(_directory["net.safetensors"]);
        var batch = new Batch(Rows, _inputs, new float[Rows * Classes]);
        return [.. new ReferenceNetwork(Plan, 3).CopyFrom(network).Predict(batch).Flat().Select(number => (float)number)];
    }

    private float[] BackInANewNetwork(CompiledNetworks compiled, string file)
    {
        INetwork network = compiled.Create("Classifier", 99);
        network.LoadWeights(_directory[file]);
        return Predict(network);
    }

    private float[] Predict(INetwork network)
    {
        float[] outputs = new float[Rows * Classes];
        network.Predict(_inputs, outputs);
        return outputs;
    }

    private float[] Numbers(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_directory[file])).ToArray();

    private static void WriteTensors(OnnxModel model, string path)
    {
        var writer = new SafetensorsWriter();
        foreach ((string name, int[] shape, float[] values) in model.Tensors)
            writer.AddTensor(name, shape, values.CopyTo);
        using FileStream file = File.Create(path);
        writer.Write(file);
    }
}
