namespace DeepTrain.Tests.Reference;

/// <summary>A pool: windows of each channel that become one number each.</summary>
internal abstract record PoolPlan(int Size, int Stride) : LayerPlan
{
    public override IEnumerable<string> Arguments => Stride == Size ? [$"{Size}"] : [$"{Size}", $"Stride = {Stride}"];

    public override Dims Output(Dims input) =>
        Dims.Image(input.Channels, (input.Height - Size) / Stride + 1, (input.Width - Size) / Stride + 1);

    public override ReferenceLayer Build(LayerPlace place) => new PoolReference(place, this);

    /// <summary>What each number of a window, in reading order, counts in the result.</summary>
    public abstract double[] Shares(double[] window, Pass pass);

    /// <summary>The numbers of a window, by their place in the row.</summary>
    public virtual IEnumerable<int> Window(Dims input, int channel, int line, int column) =>
        from y in Enumerable.Range(line * Stride, Size)
        from x in Enumerable.Range(column * Stride, Size)
        select (channel * input.Height + y) * input.Width + x;
}

internal sealed record MaxPool2D(int Size, int Stride) : PoolPlan(Size, Stride)
{
    public MaxPool2D(int size)
        : this(size, size)
    {
    }

    public override string NameStem => "maxpool";

    public override double[] Shares(double[] window, Pass pass)
    {
        int best = Array.IndexOf(window, window.Max());
        double scale = window.Largest();
        for (int i = 0; i < window.Length; i++)
        {
            // two that are equal by construction, as after ReLU, stay equal in float
            if (i != best && window[i] != window[best])
                pass.Kink(window[best] - window[i], scale);
        }

        return [.. window.Select((_, i) => i == best ? 1.0 : 0.0)];
    }
}

internal record AveragePool2D(int Size, int Stride) : PoolPlan(Size, Stride)
{
    public AveragePool2D(int size)
        : this(size, size)
    {
    }

    public override string NameStem => "avgpool";

    public override double[] Shares(double[] window, Pass pass) => [.. window.Select(_ => 1.0 / window.Length)];
}

internal sealed record GlobalAveragePool2D() : AveragePool2D(1, 1)
{
    public override string NameStem => "globalpool";

    public override IEnumerable<string> Arguments => [];

    public override Dims Output(Dims input) => Dims.Flat(input.Channels);

    public override IEnumerable<int> Window(Dims input, int channel, int line, int column) =>
        Enumerable.Range(channel * input.Places, input.Places);
}

internal sealed class PoolReference(LayerPlace place, PoolPlan plan) : ReferenceLayer(place, plan.Output(place.Input).Size)
{
    // for each number of the output, those of its window
    private readonly int[][] _windows =
        [.. Enumerable.Range(0, plan.Output(place.Input).Size).Select(number => WindowOf(place.Input, plan, number).ToArray())];

    public override double[][] Forward(double[][] x, Pass pass) => Rows.Build(x.Length, Outputs, (row, number) =>
    {
        double[] window = [.. _windows[number].Select(i => x[row][i])];
        double[] shares = plan.Shares(window, pass);
        Sum sum = default;
        for (int i = 0; i < window.Length; i++)
            sum.Add(window[i] * shares[i]);
        return shares.Contains(1) ? sum.Value : pass.Round(sum);
    });

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass)
    {
        var sums = new Sum[x.Length, Inputs];
        for (int row = 0; row < x.Length; row++)
        {
            for (int number = 0; number < Outputs; number++)
            {
                int[] window = _windows[number];
                double[] shares = plan.Shares([.. window.Select(i => x[row][i])], pass);
                for (int i = 0; i < window.Length; i++)
                    sums[row, window[i]].Add(shares[i] * gradient[row][number]);
            }
        }

        return Rows.Build(x.Length, Inputs, (row, number) => pass.Round(sums[row, number]));
    }

    private static IEnumerable<int> WindowOf(Dims input, PoolPlan plan, int number)
    {
        Dims output = plan.Output(input);
        int places = output.IsFlat ? 1 : output.Places, place = number % places;
        return plan.Window(input, number / places, place / output.Width, place % output.Width);
    }
}
