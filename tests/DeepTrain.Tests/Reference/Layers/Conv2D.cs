using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

internal sealed record Conv2D(int Filters, int Kernel) : LinearPlan(Filters, 1)
{
    public int Stride { get; init; } = 1;

    public bool Same { get; init; }

    public override string NameStem => "conv";

    public override IEnumerable<string> Arguments =>
    [
        Filters.ToString(), Kernel.ToString(), .. base.Arguments.Skip(1),
        .. Stride == 1 ? [] : new[] { $"Stride = {Stride}" },
        .. Same ? new[] { "Padding = Padding.Same" } : [],
    ];

    public override Dims Output(Dims input) => Dims.Image(Filters, Of(input.Height), Of(input.Width));

    public override ReferenceLayer Build(LayerPlace place) => new Conv2DReference(place, this);

    /// <summary>Zeros before the first number of a line.</summary>
    public int Before(int size) => Same ? Math.Max(0, (Of(size) - 1) * Stride + Kernel - size) / 2 : 0;

    private int Of(int size) => Same ? (size + Stride - 1) / Stride : (size - Kernel) / Stride + 1;
}

/// <summary>
/// A dense layer over the windows of images: each window is a row of channels x kernel x kernel numbers, so that the products
/// and their gradients are those of <see cref="LinearReference"/>.
/// </summary>
internal sealed class Conv2DReference : ReferenceLayer
{
    private readonly Conv2D _plan;
    private readonly Dims _output;
    private readonly WindowReference _windows;
    // for each place of the output, the number of the image that each number of its window is; -1 for the zeros around it
    private readonly int[][] _numbers;

    public Conv2DReference(LayerPlace place, Conv2D plan)
        : base(place, plan.Output(place.Input).Size)
    {
        _plan = plan;
        _output = plan.Output(place.Input);
        _windows = new WindowReference(
            place with { Input = Dims.Flat(place.Input.Channels * plan.Kernel * plan.Kernel) }, plan);
        _numbers =
        [
            .. Enumerable.Range(0, _output.Places).Select(output =>
                Enumerable.Range(0, _windows.Inputs).Select(k => NumberOf(output, k)).ToArray()),
        ];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters => _windows.Parameters;

    public override double Penalty => _windows.Penalty;

    public override double[][] Forward(double[][] x, Pass pass) => Images(_windows.Forward(Windows(x), pass));

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass)
    {
        double[][] windows = _windows.Backward(Windows(x), [], Places(gradient), pass);
        var sums = new Sum[x.Length, Inputs];
        for (int window = 0; window < windows.Length; window++)
        {
            int[] numbers = _numbers[window % _output.Places];
            for (int k = 0; k < numbers.Length; k++)
            {
                int number = numbers[k];
                if (number >= 0)
                    sums[window / _output.Places, number].Add(windows[window][k]);
            }
        }

        return Rows.Build(x.Length, Inputs, (row, number) => pass.Round(sums[row, number]));
    }

    public override void LimitNorms() => _windows.LimitNorms();

    private double[][] Windows(double[][] x) => [.. x.SelectMany(image => _numbers.Select(numbers => WindowOf(image, numbers)))];

    private static double[] WindowOf(double[] image, int[] numbers)
    {
        var window = new double[numbers.Length];
        for (int k = 0; k < numbers.Length; k++)
            window[k] = numbers[k] < 0 ? 0 : image[numbers[k]];
        return window;
    }

    private int NumberOf(int place, int k)
    {
        int taps = _plan.Kernel * _plan.Kernel, channel = k / taps, ky = k % taps / _plan.Kernel, kx = k % _plan.Kernel;
        int y = place / _output.Width * _plan.Stride + ky - _plan.Before(Input.Height);
        int x = place % _output.Width * _plan.Stride + kx - _plan.Before(Input.Width);
        return y < 0 || y >= Input.Height || x < 0 || x >= Input.Width ? -1 : (channel * Input.Height + y) * Input.Width + x;
    }

    private double[][] Places(double[][] images) => Rows.Build(
        images.Length * _output.Places, _output.Channels,
        (place, filter) => images[place / _output.Places][filter * _output.Places + place % _output.Places]);

    private double[][] Images(double[][] places) => Rows.Build(
        places.Length / _output.Places, _output.Size,
        (row, number) => places[row * _output.Places + number % _output.Places][number / _output.Places]);

    private sealed class WindowReference(LayerPlace place, Conv2D plan)
        : LinearReference(place, plan, [plan.Filters, place.Inputs / plan.Kernel / plan.Kernel, plan.Kernel, plan.Kernel])
    {
        public override double[][] Forward(double[][] x, Pass pass) => Product(x, 0, pass);

        public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
            Backward(x, [gradient], pass);
    }
}
