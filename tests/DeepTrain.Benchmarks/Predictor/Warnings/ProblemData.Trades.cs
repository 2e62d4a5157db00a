namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What trades ask of networks: prices, arms of robots, boards, spectra, mixtures of what cannot be seen, and claims.</summary>
internal static partial class ProblemData
{
    /// <summary>A regression on the price of a call (Black and Scholes 1973), or on the delta and the vega that go with it.</summary>
    public static StandInData Options(Random random)
    {
        const int inputs = 5;
        int outputs = random.Pick(1, 1, 2);
        float[] x = new float[Rows * inputs], y = new float[Rows * outputs];
        for (int row = 0; row < Rows; row++)
        {
            double spot = 60 + 80 * random.NextDouble(), years = 0.05 + 2 * random.NextDouble();
            double rate = 0.08 * random.NextDouble(), volatility = 0.05 + 0.5 * random.NextDouble(), strike = 60 + 80 * random.NextDouble();
            double spread = volatility * Math.Sqrt(years);
            double d = (Math.Log(spot / strike) + rate * years) / spread + spread / 2;
            (x[row * inputs], x[row * inputs + 1], x[row * inputs + 2]) = ((float)spot, (float)strike, (float)years);
            (x[row * inputs + 3], x[row * inputs + 4]) = ((float)rate, (float)volatility);
            if (outputs == 1)
            {
                y[row] = (float)(spot * Below(d) - strike * Math.Exp(-rate * years) * Below(d - spread));
                continue;
            }

            y[row * outputs] = (float)Below(d);
            y[row * outputs + 1] = (float)(spot * Math.Sqrt(years) * Math.Exp(-d * d / 2) / Math.Sqrt(2 * Math.PI));
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, outputs, random);

        // P(N(0, 1) < z), as far as prices ask for it; what was scored stays as it was drawn
        static double Below(double z)
        {
            const int steps = 64;
            double end = Math.Clamp(z, -6, 6), step = end / steps, sum = 0;
            for (int i = 0; i < steps; i++)
                sum += Math.Exp(-Math.Pow((i + 0.5) * step, 2) / 2);
            return 0.5 + sum * step / Math.Sqrt(2 * Math.PI);
        }
    }

    /// <summary>A regression on where the hand of an arm is: two to four joints, as angles or as their sines and cosines.</summary>
    public static StandInData Arms(Random random)
    {
        int joints = random.Pick(2, 3, 4), inputs = random.Chance(0.5) ? joints : 2 * joints, outputs = 2;
        double range = random.Pick(0.5, 1.0, 1.5);
        double[] lengths = [.. Enumerable.Range(0, joints).Select(_ => 0.5 + random.NextDouble())];
        float[] x = new float[Rows * inputs], y = new float[Rows * outputs];
        for (int row = 0; row < Rows; row++)
        {
            double direction = 0;
            for (int i = 0; i < joints; i++)
            {
                double angle = range * (2 * random.NextDouble() - 1);
                x[row * inputs + i] = (float)(inputs == joints ? angle : Math.Sin(angle));
                if (inputs > joints)
                    x[row * inputs + joints + i] = (float)Math.Cos(angle);
                direction += angle;
                y[row * outputs] += (float)(lengths[i] * Math.Cos(direction));
                y[row * outputs + 1] += (float)(lengths[i] * Math.Sin(direction));
            }
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, outputs, random);
    }

    /// <summary>
    /// Classes of boards of three times three that two players have filled in part: whether the first has three in a row, or who of them.
    /// </summary>
    public static StandInData Boards(Random random)
    {
        const int cells = 9;
        int[][] lines = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]];
        int classes = random.Pick(2, 2, 3);
        return OfRows(new float[Rows * cells], cells, classes, random, (row, label) =>
        {
            while (true)
            {
                for (int i = 0; i < cells; i++)
                    row[i] = random.Next(3) - 1;
                bool first = Has(row, 1), second = Has(row, -1);
                if (!(first && second) && (classes == 2 ? first ? 1 : 0 : first ? 1 : second ? 2 : 0) == label)
                    return label;
            }
        });

        bool Has(float[] row, int player) => lines.Any(line => line.All(cell => row[cell] == player));
    }

    /// <summary>Classes of spectra: at which of some places the first peak of a row of harmonics stands, among noise and a slope.</summary>
    public static StandInData Spectra(Random random)
    {
        int bins = random.Pick(24, 48), classes = random.Pick(2, 4, 6), harmonics = random.Pick(1, 2, 4);
        double noise = random.NextLog(0.05, 0.3), width = random.NextLog(0.6, 2), tilt = random.Pick(0.0, 0.5);
        return OfRows(StandInData.Normals(Rows * bins, noise, random), bins, classes, random, (row, label) =>
        {
            double place = bins * (0.1 + 0.2 * (label + 0.2 * (random.NextDouble() - 0.5)) / classes), level = 0.5 + random.NextDouble();
            for (int i = 0; i < bins; i++)
            {
                double sum = tilt * (1 - i / (double)bins);
                for (int k = 1; k <= harmonics; k++)
                    sum += level / k * Math.Exp(-Math.Pow((i - k * place) / width, 2) / 2);
                row[i] += (float)sum;
            }

            return label;
        });
    }

    /// <summary>
    /// Classes or a number that two or three things tell which cannot be seen: all inputs are mixtures of them, and noise.
    /// </summary>
    public static StandInData Mixtures(Random random)
    {
        int hidden = random.Pick(2, 3), inputs = random.Pick(8, 16, 32), classes = random.Pick(1, 2, 4);
        double noise = random.NextLog(0.05, 0.5);
        float[] causes = StandInData.Normals(Rows * hidden, 1, random);
        float[] x = StandInData.Projected(causes, hidden, inputs, random), y = new float[Rows];
        int[] labels = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> c = causes.AsSpan(row * hidden, hidden);
            double first = c[0] * c[1], second = c[hidden - 1] + 0.5 * Math.Sin(2 * c[0]);
            y[row] = (float)(first + second);
            labels[row] = classes == 2 ? first + second > 0 ? 1 : 0 : (first > 0 ? 2 : 0) + (second > 0 ? 1 : 0);
        }

        for (int i = 0; i < x.Length; i++)
            x[i] += (float)(noise * random.NextNormal());
        LearningTask.Standardise(x, inputs);
        return classes == 1 ? OfTargets(x, y, 1, random) : OfLabels(x, labels, classes, random);
    }

    /// <summary>
    /// A regression on amounts that are claimed: a product of what columns say, skewed, of numbers and categories; or its logarithm.
    /// </summary>
    public static StandInData Claims(Random random)
    {
        int numbers = random.Pick(4, 8), categories = random.Pick(3, 6), inputs = numbers + categories;
        bool isLogarithm = random.Chance(0.5);
        double skew = random.Pick(0.3, 0.6), share = random.NextLog(0.05, 0.3);
        float[] weights = StandInData.Normals(inputs, skew, random), x = StandInData.Normals(Rows * inputs, 1, random), y = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs);
            int category = random.Next(categories);
            for (int i = numbers; i < inputs; i++)
                a[i] = i - numbers == category ? 1 : 0;
            double log = weights[numbers + category] + 0.5 * skew * a[0] * a[1] + share * random.NextNormal();
            for (int i = 0; i < numbers; i++)
                log += weights[i] * (i % 2 == 0 ? a[i] : Math.Max(a[i], 0));
            y[row] = (float)(isLogarithm ? log : Math.Exp(Math.Clamp(log, -4, 4)));
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, 1, random);
    }
}
