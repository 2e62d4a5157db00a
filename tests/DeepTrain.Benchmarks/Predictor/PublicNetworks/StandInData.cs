namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Data of the kind that a published network learned, since its own are seldom at hand: the digits of the sample, at the size that
/// the network takes, for ten classes of 64 or 784 pixels, and drawn data for all else.
/// </summary>
/// <param name="Inputs">Rows of inputs.</param>
/// <param name="Targets">Rows of targets.</param>
internal sealed record StandInData(float[] Inputs, float[] Targets, int Count)
{
    private const int MostRows = 4000;
    private const long MostNumbers = 20_000_000;

    // what a straight line explains of a regression's targets; linear networks are published too
    private const double LinearShare = 0.7;

    /// <summary>The class of each row, where targets are classes.</summary>
    public int[]? Labels { get; private init; }

    public static StandInData Draw(PublicNetwork network, Random random)
    {
        int rows = (int)Math.Min(MostRows, MostNumbers / network.Inputs);
        return network.Kind switch
        {
            "classes" when network is { Inputs: 64 or 784, Outputs: 10 } => Digits(network.Inputs, random),
            "classes" => Clouds(network.Inputs, network.Outputs, rows, random),
            "binary" when network.Inputs == 2 => Rings(rows, random).AsOneOutput(),
            "binary" => Clouds(network.Inputs, 2, rows, random).AsOneOutput(),
            "labels" => Labelled(network, rows, random),
            "regression" => Teacher(network, rows, random),
            "autoencoder" => Surface(network, rows, random),
            "wordvectors" => Words(network.Inputs, rows, random),
            _ => throw new InvalidDataException($"'{network.Kind}' is no kind of task."),
        };
    }

    /// <summary>Some rows, one after the other.</summary>
    public static float[] Rows(float[] all, int count, ReadOnlySpan<int> rows)
    {
        int width = all.Length / count;
        float[] some = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            all.AsSpan(rows[i] * width, width).CopyTo(some.AsSpan(i * width));
        return some;
    }

    private static StandInData Digits(int pixels, Random random)
    {
        (LabelledRows training, LabelledRows test) = new DigitsTask().Draw(random);
        int count = training.Count + test.Count;
        int side = (int)Math.Sqrt(pixels);
        float[] all = [.. training.Inputs, .. test.Inputs], inputs = new float[count * pixels];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < pixels; i++)
                inputs[row * pixels + i] = all[row * 64 + i / side * 8 / side * 8 + i % side * 8 / side];
        }

        return OfClasses(inputs, [.. training.Labels, .. test.Labels], 10);
    }

    private static StandInData Clouds(int inputs, int classes, int rows, Random random)
    {
        int clouds = classes <= 10 ? 2 : 1;
        // some ten deviations between two centres, however many dimensions there are
        double scatter = 2.5 * Math.Sqrt(8.0 / Math.Max(inputs, 2));
        float[] centres = Normals(classes * clouds * inputs, scatter, random), x = Normals(rows * inputs, 1, random);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int cloud = random.Next(classes * clouds);
            labels[row] = cloud / clouds;
            for (int i = 0; i < inputs; i++)
                x[row * inputs + i] += centres[cloud * inputs + i];
        }

        LearningTask.Standardise(x, inputs);
        return OfClasses(x, labels, classes);
    }

    private static StandInData Rings(int rows, Random random)
    {
        float[] x = new float[rows * 2];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.Next(2);
            double radius = (labels[row] == 0 ? 1 : 0.5) + 0.1 * random.NextNormal(), angle = 2 * Math.PI * random.NextDouble();
            x[2 * row] = (float)(radius * Math.Cos(angle));
            x[2 * row + 1] = (float)(radius * Math.Sin(angle));
        }

        LearningTask.Standardise(x, 2);
        return OfClasses(x, labels, 2);
    }

    private static StandInData Labelled(PublicNetwork network, int rows, Random random)
    {
        float[] x = Normals(rows * network.Inputs, 1, random);
        float[] y = Projected(x, network.Inputs, network.Outputs, random);
        return new StandInData(x, [.. y.Select(value => value > 0 ? 1f : 0f)], rows);
    }

    private static StandInData Teacher(PublicNetwork network, int rows, Random random)
    {
        int outputs = network.Outputs;
        float[] x = Normals(rows * network.Inputs, 1, random);
        float[] line = Projected(x, network.Inputs, outputs, random), bend = Projected(x, network.Inputs, outputs, random);
        // a standard normal's sine has a variance of (1 - e^-2) / 2
        double deviation = Math.Sqrt((1 - Math.Exp(-2)) / 2);
        double mean = network.Fact("TargetMean", 0), scale = network.Fact("TargetStd", 1);
        float[] y = new float[rows * outputs];
        for (int i = 0; i < y.Length; i++)
        {
            double value = Math.Sqrt(LinearShare) * line[i] + Math.Sqrt(1 - LinearShare) * Math.Sin(bend[i]) / deviation;
            y[i] = (float)(network.Declaration.Contains("TargetMean", StringComparison.Ordinal) ? mean + scale * value
                : network.EndsInTanh ? Math.Tanh(value)
                : network.AnswersShares ? 1 / (1 + Math.Exp(-2 * value))
                : mean + scale * value);
        }

        return new StandInData(x, y, rows);
    }

    // a surface of four dimensions, curved into all of the inputs
    private static StandInData Surface(PublicNetwork network, int rows, Random random)
    {
        const int dimensions = 4;
        float[] place = Normals(rows * dimensions, 1, random);
        float[] x = Projected(place, dimensions, network.Inputs, random);
        for (int i = 0; i < x.Length; i++)
            x[i] = network.AnswersShares ? 1 / (1 + MathF.Exp(-2 * x[i])) : MathF.Tanh(x[i]);
        if (!network.AnswersShares)
            LearningTask.Standardise(x, network.Inputs);
        return new StandInData(x, x, rows);
    }

    // words of twenty topics: what stands beside a word is of its topic
    private static StandInData Words(int words, int rows, Random random)
    {
        int topic = words / 20;
        float[] x = new float[rows * words];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int word = random.Next(words);
            x[row * words + word] = 1;
            labels[row] = Math.Min(word / topic * topic + random.Next(topic), words - 1);
        }

        return OfClasses(x, labels, words);
    }

    internal static StandInData OfClasses(float[] inputs, int[] labels, int classes)
    {
        float[] targets = new float[labels.Length * classes];
        for (int row = 0; row < labels.Length; row++)
            targets[row * classes + labels[row]] = 1;
        return new StandInData(inputs, targets, labels.Length) { Labels = labels };
    }

    // the second of two classes
    internal StandInData AsOneOutput() => this with { Targets = [.. Labels!.Select(label => (float)label)] };

    /// <summary>Each row in some random directions, of variance 1.</summary>
    internal static float[] Projected(float[] x, int width, int directions, Random random)
    {
        float[] w = Normals(directions * width, 1 / Math.Sqrt(width), random), y = new float[x.Length / width * directions];
        for (int row = 0; row < x.Length / width; row++)
        {
            for (int k = 0; k < directions; k++)
            {
                float sum = 0;
                for (int i = 0; i < width; i++)
                    sum += w[k * width + i] * x[row * width + i];
                y[row * directions + k] = sum;
            }
        }

        LearningTask.Standardise(y, directions);
        return y;
    }

    internal static float[] Normals(int count, double deviation, Random random)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)(deviation * random.NextNormal());
        return numbers;
    }
}
