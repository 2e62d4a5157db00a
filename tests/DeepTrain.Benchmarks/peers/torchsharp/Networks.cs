using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>A step of a network: as a module, and as a line of TorchScript in which {0}, {1} ... are its tensors.</summary>
internal sealed record Layer(Func<Module<Tensor, Tensor>> Create, string Script)
{
    public static Layer Dense(int inputs, int outputs) => new(() => Linear(inputs, outputs), "torch.linear(h, {0}, {1})");
    public static Layer Norm(int units) =>
        new(() => BatchNorm1d(units), "torch.batch_norm(h, {0}, {1}, {2}, {3}, train, 0.1, 1e-05, True)");
    public static Layer Norm2(int channels) => Norm(channels) with { Create = () => BatchNorm2d(channels) };
    public static Layer Conv(int inputs, int outputs, int padding = 0, int kernel = 3) => new(
        () => Conv2d(inputs, outputs, kernel, padding: padding),
        $"torch.conv2d(h, {{0}}, {{1}}, [1, 1], [{padding}, {padding}])");
    public static Layer ReLU { get; } = new(() => nn.ReLU(), "torch.relu(h)");
    public static Layer Tanh { get; } = new(() => nn.Tanh(), "torch.tanh(h)");
    public static Layer Half { get; } = new(() => nn.Dropout(0.5), "torch.dropout(h, 0.5, train)");
    public static Layer Pool { get; } = new(() => MaxPool2d(2), "torch.max_pool2d(h, [2, 2])");
    public static Layer Flat { get; } = new(() => Flatten(), "torch.flatten(h, 1)");
}

internal sealed record Network(long[] Input, int Outputs, bool Classifies, bool Adam, params Layer[] Layers)
{
    public static IReadOnlyDictionary<string, Network> All { get; } = new Dictionary<string, Network>
    {
        ["a"] = new([8], 4, false, false, Dense(8, 16), R, Dense(16, 16), R, Dense(16, 4)),
        ["b"] = new([784], 10, true, true, Dense(784, 128), R, Dense(128, 10)),
        ["c"] = new([784], 10, true, true, Dense(784, 512), Layer.Norm(512), R, Layer.Half,
            Dense(512, 256), Layer.Norm(256), R, Layer.Half, Dense(256, 10)),
        ["c plain Adam"] = new([784], 10, true, true, Dense(784, 512), R, Dense(512, 256), R, Dense(256, 10)),
        ["c plain SGD"] = new([784], 10, true, false, Dense(784, 512), R, Dense(512, 256), R, Dense(256, 10)),
        ["chains"] = new([4], 4, false, true, Dense(4, 32), R, Dense(32, 16), R, Dense(16, 4)),
        ["odd"] = new([100], 7, true, true, Dense(100, 50), Layer.Tanh, Dense(50, 30), R, Dense(30, 7)),
        ["wide 512"] = Wide(512), ["wide 1024"] = Wide(1024), ["wide 2000"] = Wide(2000), ["wide 4000"] = Wide(4000),
        ["d"] = new([1, 28, 28], 10, true, false, Layer.Conv(1, 8), R, Layer.Pool, Layer.Conv(8, 16), R, Layer.Pool,
            Layer.Flat, Dense(400, 10)),
        ["lenet"] = LeNet(padding: 0, 256), ["lenet same"] = LeNet(padding: 2, 400),
        ["cifar"] = new([3, 32, 32], 10, true, false,
            Layer.Conv(3, 32, 1), Layer.Norm2(32), R, Layer.Conv(32, 32, 1), Layer.Norm2(32), R, Layer.Pool,
            Layer.Conv(32, 64, 1), Layer.Norm2(64), R, Layer.Conv(64, 64, 1), Layer.Norm2(64), R, Layer.Pool,
            Layer.Flat, Dense(4096, 128), R, Dense(128, 10)),
    };

    private static Layer R => Layer.ReLU;
    private static Layer Dense(int inputs, int outputs) => Layer.Dense(inputs, outputs);
    private static Network LeNet(int padding, int flat) => new([1, 28, 28], 10, true, false,
        Layer.Conv(1, 6, padding, 5), R, Layer.Pool, Layer.Conv(6, 16, 0, 5), R, Layer.Pool,
        Layer.Flat, Dense(flat, 120), R, Dense(120, 84), R, Dense(84, 10));
    private static Network Wide(int n) => new([n], 10, true, true, Dense(n, n), R, Dense(n, n), R, Dense(n, 10));

    public bool IsConvolutional => Input.Length > 1;
    public Module<Tensor, Tensor> Create() => Sequential(Layers.Select(layer => layer.Create()));
    public Tensor Inputs(long rows) => 2 * rand([rows, .. Input]) - 1;
    public Tensor Targets(long rows) => Classifies ? randint(0, Outputs, [rows]) : 2 * rand([rows, Outputs]) - 1;
    /// <summary>Functions <c>loss</c> and <c>predict</c> in TorchScript over the input and all tensors of the modules.</summary>
    public (jit.CompilationUnit Unit, Tensor[] Tensors) Compile(Module<Tensor, Tensor> model)
    {
        var tensors = new List<Tensor>();
        var lines = new List<string>();
        foreach ((Layer layer, Module module) in Layers.Zip(model.children()))
        {
            Tensor[] own = [.. module.parameters(), .. module.buffers().Take(2)];
            string[] names = [.. own.Select((_, i) => $"t{tensors.Count + i}")];
            lines.Add("    h = " + string.Format(layer.Script, names));
            tensors.AddRange(own);
        }
        string body = string.Join("\n", lines);
        string arguments = string.Concat(tensors.Select((_, i) => $", t{i}"));
        string loss = Classifies ? "cross_entropy_loss" : "mse_loss", end = Classifies ? "torch.softmax(h, 1)" : "h";
        return (jit.compile($"""
            def loss(h, y{arguments}):
                train = True
            {body}
                return torch.{loss}(h, y)
            def predict(h{arguments}):
                train = False
            {body}
                return {end}

            """), [.. tensors]);
    }
}
