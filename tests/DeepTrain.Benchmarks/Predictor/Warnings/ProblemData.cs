using System.Globalization;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Rows of the kinds of task, drawn at random.</summary>
internal static partial class ProblemData
{
    private const int Rows = 3000;

    /// <summary>Classes of a few Gaussian clouds each.</summary>
    public static StandInData Clouds(Random random)
    {
        int inputs = random.Pick(4, 8, 16, 32), classes = random.Pick(2, 3, 5, 10), clouds = random.Pick(1, 2, 4);
        float[] centres = StandInData.Normals(classes * clouds * inputs, 2 * Math.Sqrt(8.0 / inputs), random);
        float[] x = StandInData.Normals(Rows * inputs, 1, random);
        return OfRows(x, inputs, classes, random, (row, _) =>
        {
            int cloud = random.Next(classes * clouds);
            for (int i = 0; i < inputs; i++)
                row[i] += centres[cloud * inputs + i];
            return cloud / clouds;
        });
    }

    /// <summary>A regression on what a random network of tanh units answers, with a little noise.</summary>
    public static StandInData Teacher(Random random)
    {
        int inputs = random.Pick(4, 8, 16, 32), outputs = random.Pick(1, 1, 2, 4), units = random.Pick(4, 8, 16);
        double bend = random.NextLog(0.5, 2);
        float[] x = StandInData.Normals(Rows * inputs, 1, random);
        float[] hidden = StandInData.Projected(x, inputs, units, random);
        for (int i = 0; i < hidden.Length; i++)
            hidden[i] = MathF.Tanh((float)bend * hidden[i]);
        return OfTargets(x, StandInData.Projected(hidden, units, outputs, random), outputs, random);
    }

    /// <summary>Two classes: whether the signs of two of the inputs differ, blurred; the others say nothing.</summary>
    public static StandInData Xor(Random random)
    {
        int inputs = random.Pick(2, 3, 5, 10);
        double blur = random.NextLog(0.2, 0.5);
        return OfRows(StandInData.Normals(Rows * inputs, 1, random), inputs, 2, random, (row, _) =>
        {
            int first = random.Next(2), second = random.Next(2);
            row[0] = (float)(2 * first - 1 + blur * row[0]);
            row[1] = (float)(2 * second - 1 + blur * row[1]);
            return first ^ second;
        });
    }

    /// <summary>The sample's 178 wines of three cultivars, in another order each time, some of their columns.</summary>
    public static StandInData Wines(Random random)
    {
        using Stream stream = typeof(ProblemData).Assembly.GetManifestResourceStream("wine.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        var rows = new List<float[]>();
        while (reader.ReadLine() is string line)
            rows.Add([.. line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))]);
        float[][] all = [.. rows];
        random.Shuffle(all);
        int[] columns = [.. Enumerable.Range(0, all[0].Length - 1)];
        random.Shuffle(columns);
        int width = random.Pick(6, 10, 13);
        float[] x = [.. all.SelectMany(row => columns.Take(width).Select(column => row[column]))];
        LearningTask.Standardise(x, width);
        return StandInData.OfClasses(x, [.. all.Select(row => (int)row[^1])], 3);
    }

    /// <summary>
    /// The regressions of Friedman 1991: 10 sin(pi a b) + 20 (c - 1/2)^2 + 10 d + 5 e of ten inputs from 0 to 1, and the impedance
    /// and the phase of a circuit.
    /// </summary>
    public static StandInData Friedman(Random random)
    {
        int which = random.Next(3), inputs = which == 0 ? 10 : 4;
        float[] x = new float[Rows * inputs], y = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs);
            for (int i = 0; i < inputs; i++)
                a[i] = random.NextSingle();
            double reactance = 0;
            if (which > 0)
            {
                (a[0], a[1], a[3]) = (100 * a[0], (float)Math.PI * (40 + 520 * a[1]), 1 + 10 * a[3]);
                reactance = a[1] * a[2] - 1 / (a[1] * a[3]);
            }

            y[row] = (float)(which switch
            {
                0 => 10 * Math.Sin(Math.PI * a[0] * a[1]) + 20 * Math.Pow(a[2] - 0.5, 2) + 10 * a[3] + 5 * a[4],
                1 => Math.Sqrt(a[0] * a[0] + reactance * reactance),
                _ => Math.Atan(reactance / a[0]),
            });
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, 1, random);
    }

    /// <summary>Two classes: whether an odd number of two to four bits among the inputs is set.</summary>
    public static StandInData Parity(Random random)
    {
        int inputs = random.Pick(4, 6, 10), bits = random.Pick(2, 3, 3, 4);
        return OfRows(new float[Rows * inputs], inputs, 2, random, (row, _) =>
        {
            int odd = 0;
            for (int i = 0; i < inputs; i++)
            {
                int bit = random.Next(2);
                row[i] = bit;
                odd ^= i < bits ? bit : 0;
            }

            return odd;
        });
    }

    /// <summary>
    /// A table: columns that are skewed, depend on each other or are categories, one column for each of their values; a random
    /// decision tree tells the class, or a number at each leaf.
    /// </summary>
    public static StandInData Table(Random random)
    {
        int numbers = random.Pick(4, 8, 16), categories = random.Pick(0, 3, 5), inputs = numbers + categories;
        int depth = random.Pick(2, 3, 4), classes = random.Pick(1, 2, 3);
        int[] columns = [.. Enumerable.Range(0, 1 << depth).Select(_ => random.Next(inputs))];
        int[] leaves = [.. Enumerable.Range(0, 1 << depth).Select(i => i % Math.Max(classes, 2))];
        random.Shuffle(leaves);
        float[] values = StandInData.Normals(1 << depth, 1, random), x = StandInData.Normals(Rows * inputs, 1, random);
        float[] cuts = StandInData.Normals(1 << depth, 0.5, random), y = new float[Rows];
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs);
            int node = 1, category = random.Next(Math.Max(categories, 1));
            for (int i = 1; i < numbers; i += 2)
                a[i] = 0.7f * a[i - 1] + 0.7f * a[i];
            for (int i = numbers; i < inputs; i++)
                a[i] = i - numbers == category ? 1 : 0;
            for (int level = 0; level < depth; level++)
                node = 2 * node + (a[columns[node]] > (columns[node] < numbers ? cuts[node] : 0.5f) ? 1 : 0);
            labels[row] = leaves[node - (1 << depth)];
            y[row] = values[node - (1 << depth)];
            // skewed, as amounts and counts are
            for (int i = 2; i < numbers; i += 3)
                a[i] = MathF.Exp(a[i]);
        }

        LearningTask.Standardise(x, inputs);
        return classes == 1 ? OfTargets(x, y, 1, random) : OfLabels(x, labels, classes, random);
    }

    /// <summary>Classes by the distance from the centre: shells around each other.</summary>
    public static StandInData Shells(Random random)
    {
        int inputs = random.Pick(2, 3, 6), classes = random.Pick(2, 2, 3);
        return OfRows(StandInData.Normals(Rows * inputs, 1, random), inputs, classes, random, (row, label) =>
        {
            double length = Math.Sqrt(Enumerable.Range(0, inputs).Sum(i => row[i] * (double)row[i]));
            double radius = 1 + label + 0.15 * random.NextNormal();
            for (int i = 0; i < inputs; i++)
                row[i] = (float)(row[i] * radius / Math.Max(length, 1e-6));
            return label;
        });
    }

    private delegate int Draw(float[] row, int label);

    private static StandInData OfRows(float[] x, int inputs, int classes, Random random, Draw draw)
    {
        int[] labels = new int[x.Length / inputs];
        float[] row = new float[inputs];
        for (int i = 0; i < labels.Length; i++)
        {
            Array.Copy(x, i * inputs, row, 0, inputs);
            labels[i] = draw(row, random.Next(classes));
            Array.Copy(row, 0, x, i * inputs, inputs);
        }

        LearningTask.Standardise(x, inputs);
        return OfLabels(x, labels, classes, random);
    }

    // of two classes half are one output
    private static StandInData OfLabels(float[] x, int[] labels, int classes, Random random)
    {
        StandInData data = StandInData.OfClasses(x, labels, classes);
        return classes == 2 && random.Chance(0.5) ? data.AsOneOutput() : data;
    }

    private static StandInData OfTargets(float[] x, float[] y, int outputs, Random random)
    {
        const double noise = 0.1;
        LearningTask.Standardise(y, outputs);
        for (int i = 0; i < y.Length; i++)
            y[i] += (float)(noise * random.NextNormal());
        return new StandInData(x, y, y.Length / outputs);
    }
}
