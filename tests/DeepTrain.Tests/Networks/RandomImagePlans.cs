using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>
/// Draws networks of images. Sizes, channels, kernels and strides are dealt like cards, so that few networks have all of them, in ever
/// other company.
/// </summary>
internal sealed class RandomImagePlans
{
    // a network with more is drawn again: the reference takes a second for a billion
    private const long MostMultiplyAdds = 1_500_000;

    private readonly Random _random = new(2025);
    private readonly Deck _kernels, _strides, _sizes, _channels;

    private RandomImagePlans()
    {
        _kernels = new Deck(_random, 1, 2, 3, 5, 7, 11);
        _strides = new Deck(_random, 1, 1, 2, 3);
        _sizes = new Deck(_random, 1, 2, 5, 7, 13, 28, 32);
        _channels = new Deck(_random, 1, 3, 6, 8, 9, 16, 17, 32, 64);
    }

    public static IReadOnlyList<NetworkPlan> Draw(int count)
    {
        var drawing = new RandomImagePlans();
        return [.. Enumerable.Range(0, count).Select(number => drawing.DrawOne($"RandomImages{number}"))];
    }

    /// <summary>Multiply-adds of a row, forward.</summary>
    public static long Cost(NetworkPlan plan)
    {
        Dims shape = plan.Image!.Value;
        long sum = 0;
        foreach (LayerPlan layer in plan.Layers)
        {
            Dims output = layer.Output(shape);
            sum += layer switch
            {
                Conv2D conv => (long)output.Size * shape.Channels * conv.Kernel * conv.Kernel,
                Dense dense => (long)shape.Size * dense.Units,
                _ => shape.Size,
            };
            shape = output;
        }
        return sum;
    }

    private NetworkPlan DrawOne(string name)
    {
        // what was dealt for a network that is too large goes into the next attempt's, in smaller company
        for (int channels = _channels.Next(), height = _sizes.Next(), kernel = _kernels.Next(), filters = _channels.Next(); ;)
        {
            NetworkPlan plan = DrawOne(name, Dims.Image(channels, height, _sizes.Next()), kernel, filters);
            if (Cost(plan) <= MostMultiplyAdds)
                return plan;
            if (channels > filters)
                channels = _channels.Next();
            else
                filters = _channels.Next();
            height = Math.Min(height, _sizes.Next());
        }
    }

    private NetworkPlan DrawOne(string name, Dims image, int kernel, int filters)
    {
        var layers = new List<LayerPlan>();
        Dims shape = image;
        if (_random.Next(6) == 0)
            Add(new Dropout(0.2f));
        AddConvolution(kernel, filters);
        for (int more = _random.Next(3); more > 0; more--)
        {
            if (_random.Next(2) == 0 && Math.Min(shape.Height, shape.Width) >= 2)
                AddPool();
            AddConvolution(_kernels.Next(), Pick(1, 3, 6, 8, 9, 17));
        }
        if (_random.Next(2) == 0 && Math.Min(shape.Height, shape.Width) >= 2)
            AddPool();
        switch (_random.Next(4))
        {
            case 0:
                Add(new GlobalAveragePool2D());
                Add(new Dense(3));
                break;
            case 1 when shape.Size <= 200:
                break; // images at the end
            default:
                Add(new Flatten());
                Add(new Dense(Pick(1, 4, 17)));
                break;
        }
        return NetworkPlan.OfImages(
            name, image, layers, _random.Next(2) == 0 ? new MeanSquaredError() : new Huber(),
            _random.Next(3) switch { 0 => new SGD { LearningRate = 0.01f, Momentum = 0.9f }, 1 => new Adam(), _ => new AdamW { ClipNorm = 1f } });

        void Add(LayerPlan layer)
        {
            layers.Add(layer);
            shape = layer.Output(shape);
        }

        void AddConvolution(int size, int units)
        {
            bool fits = size <= Math.Min(shape.Height, shape.Width);
            Add(new Conv2D(units, size)
            {
                Stride = _strides.Next(), Same = !fits || _random.Next(2) == 0, Bias = _random.Next(4) != 0, BiasInit = Pick(0f, 0f, 0.1f),
                L2 = Pick(0f, 0f, 1e-2f), MaxNorm = Pick(0f, 0f, 0f, 0.5f),
            });
            // a single place has no variance over one row: rounding alone would decide what batch norm makes of it
            if (_random.Next(3) == 0 && shape.Places > 4)
                Add(new BatchNorm { Momentum = Pick(0.1f, 0.5f) });
            Add(DrawActivation(shape.Size));
            if (_random.Next(5) == 0)
                Add(_random.Next(2) == 0 ? new Dropout(0.3f) : new AlphaDropout(0.1f));
        }

        void AddPool()
        {
            int side = Math.Min(Pick(2, 3), Math.Min(shape.Height, shape.Width)), stride = Pick(side, 1, 2, 3);
            // many windows have two numbers that are nearly equal: float and double choose another
            Add(shape.Size <= 400 && _random.Next(2) == 0 ? new MaxPool2D(side, stride) : new AveragePool2D(side, stride));
        }
    }

    // with many numbers, one of them is at a kink
    private LayerPlan DrawActivation(int size) => _random.Next(size <= 400 ? 12 : 7) switch
    {
        0 => new Sigmoid(),
        1 => new Tanh(),
        2 => new Softplus(),
        3 => new Swish(),
        4 => new GELU(),
        5 => new ELU(),
        6 => new RReLU(1, 1.2f),
        7 or 8 => new ReLU(),
        9 => new LeakyReLU(0.2f),
        10 => new PReLU(Pick(0.25f, -0.1f)) { PerUnit = _random.Next(2) == 0 },
        _ => new SELU(),
    };

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Cards that are all dealt before one comes again.</summary>
    private sealed class Deck(Random random, params int[] cards)
    {
        private int _next = cards.Length;

        public int Next()
        {
            if (_next == cards.Length)
            {
                random.Shuffle(cards);
                _next = 0;
            }
            return cards[_next++];
        }
    }
}
