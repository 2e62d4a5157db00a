using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

/// <summary>
/// LeNet-5 as <c>samples/DigitImages --data FOLDER --plain</c> trains it, in modules: the same shape, batches, AdamW and cosine
/// schedule, pictures less their mean; weights as libtorch draws them.
/// </summary>
internal static class Mnist
{
    private const int Batch = 64;
    private const double Rate = 2e-3, Decay = 0.05;

    public static void Train(string folder, int epochs, int seed)
    {
        manual_seed(seed);
        Tensor x = Pictures(folder, "train-images-idx3-ubyte"), y = Labels(folder, "train-labels-idx1-ubyte");
        Tensor mean = x.mean(), others = Pictures(folder, "t10k-images-idx3-ubyte") - mean, truth = Labels(folder, "t10k-labels-idx1-ubyte");
        x -= mean;
        using var model = Network.All["lenet same"].Create();
        using var optimizer = optim.AdamW(model.parameters(), Rate, weight_decay: Decay);
        long steps = x.shape[0] / Batch * epochs, step = 0;
        var training = new Stopwatch();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            training.Start();
            model.train();
            using (NewDisposeScope())
            {
                Tensor order = randperm(x.shape[0]);
                for (long at = 0; at + Batch <= x.shape[0]; at += Batch, step++)
                {
                    using DisposeScope each = NewDisposeScope();
                    foreach (var group in optimizer.ParamGroups)
                        group.LearningRate = Rate * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
                    Tensor rows = order.slice(0, at, at + Batch, 1);
                    optimizer.zero_grad();
                    nn.functional.cross_entropy(model.forward(x.index_select(0, rows)), y.index_select(0, rows)).backward();
                    optimizer.step();
                }
            }
            training.Stop();
            model.eval();
            using DisposeScope scope = NewDisposeScope();
            using var off = no_grad();
            double wrong = model.forward(others).argmax(1).ne(truth).sum().ToInt64();
            Console.WriteLine($"epoch {epoch,2}: test error {100 * wrong / truth.shape[0]:F2} %, {training.Elapsed.TotalSeconds:F1} s of training");
        }
    }

    private static Tensor Pictures(string folder, string name)
    {
        byte[] file = Read(folder, name);
        long count = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4));
        return tensor(file[16..]).reshape(count, 1, 28, 28).to(ScalarType.Float32) / 255;
    }

    private static Tensor Labels(string folder, string name) => tensor(Read(folder, name)[8..]).to(ScalarType.Int64);

    private static byte[] Read(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (File.Exists(path))
            return File.ReadAllBytes(path);
        using var packed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var all = new MemoryStream();
        packed.CopyTo(all);
        return all.ToArray();
    }
}
