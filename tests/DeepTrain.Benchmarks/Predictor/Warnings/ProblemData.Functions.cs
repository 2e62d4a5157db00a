namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What follows from the inputs by a rule: waves, cells, the next of a series, ranks, ratios; and the digits.</summary>
internal static partial class ProblemData
{
    /// <summary>A regression on a few waves of one to three inputs, up to two periods within two deviations.</summary>
    public static StandInData Waves(Random random)
    {
        int inputs = random.Pick(1, 2, 3), waves = random.Pick(1, 2, 3);
        double frequency = random.NextLog(0.7, 3);
        float[] x = StandInData.Normals(Rows * inputs, 1, random), y = new float[Rows];
        float[] phases = StandInData.Projected(x, inputs, waves, random);
        double[] starts = [.. Enumerable.Range(0, waves).Select(_ => 2 * Math.PI * random.NextDouble())];
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < waves; k++)
                y[row] += (float)Math.Sin(frequency * phases[row * waves + k] + starts[k]);
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, 1, random);
    }

    /// <summary>Classes of cells: that of the nearest of some prototypes, whose classes are drawn.</summary>
    public static StandInData Cells(Random random)
    {
        int inputs = random.Pick(2, 2, 3, 5), classes = random.Pick(2, 3, 4), prototypes = classes * random.Pick(2, 3, 5);
        float[] places = StandInData.Normals(prototypes * inputs, 1, random);
        return OfRows(StandInData.Normals(Rows * inputs, 1, random), inputs, classes, random, (row, _) =>
        {
            int nearest = Enumerable.Range(0, prototypes)
                .MinBy(k => Enumerable.Range(0, inputs).Sum(i => Math.Pow(row[i] - places[k * inputs + i], 2)));
            return nearest % classes;
        });
    }

    /// <summary>
    /// The next value of a series from those before it: a wave that is driven and blurred, the logistic map, or Hénon's (1976).
    /// </summary>
    public static StandInData Series(Random random)
    {
        int which = random.Next(3), lags = random.Pick(2, 4, 8), ahead = random.Pick(1, 1, 2);
        double rate = random.NextLog(0.05, 0.4), bend = 3.7 + 0.3 * random.NextDouble();
        double[] series = new double[Rows + lags + ahead];
        (series[0], series[1]) = (0.3, 0.4);
        for (int t = 2; t < series.Length; t++)
        {
            double last = series[t - 1];
            series[t] = which switch
            {
                0 => 0.7 * last + Math.Sin(rate * t) * Math.Cos(2.3 * rate * t) + 0.2 * random.NextNormal(),
                1 => bend * last * (1 - last),
                _ => 1 - 1.4 * last * last + 0.3 * series[t - 2],
            };
        }

        float[] x = new float[Rows * lags], y = new float[Rows];
        // rows in any order: the first ones are those that test
        int[] order = [.. Enumerable.Range(0, Rows)];
        random.Shuffle(order);
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < lags; i++)
                x[row * lags + i] = (float)series[order[row] + i];
            y[row] = (float)series[order[row] + lags - 1 + ahead];
        }

        LearningTask.Standardise(x, lags);
        return OfTargets(x, y, 1, random);
    }

    /// <summary>Classes by order: which of the first inputs is the largest, or which sector the angle of the first two is in.</summary>
    public static StandInData Ranks(Random random)
    {
        bool isAngle = random.Chance(0.5);
        int classes = random.Pick(2, 3, 4), inputs = classes + random.Pick(0, 2, 6);
        int turns = isAngle ? random.Pick(1, 1, 2) : 1;
        return OfRows(StandInData.Normals(Rows * inputs, 1, random), inputs, classes, random, (row, _) =>
        {
            double turn = (Math.Atan2(row[1], row[0]) / (2 * Math.PI) + 0.5) * turns % 1;
            return isAngle
                ? Math.Min((int)(turn * classes), classes - 1)
                : Enumerable.Range(0, classes).MaxBy(k => row[k]);
        });
    }

    /// <summary>A regression on products and ratios of inputs, which are positive: formulas as physics has them.</summary>
    public static StandInData Ratios(Random random)
    {
        int factors = random.Pick(2, 3, 4), inputs = factors + random.Pick(0, 0, 3), terms = random.Pick(1, 1, 2);
        float[] x = new float[Rows * inputs], y = new float[Rows];
        double[] powers = [.. Enumerable.Range(0, terms * factors).Select(_ => random.Pick(-1.0, 0.5, 1, 1, 2))];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs);
            for (int i = 0; i < inputs; i++)
                a[i] = 0.5f + 1.5f * random.NextSingle();
            for (int k = 0; k < terms; k++)
            {
                double product = k == 0 ? 1 : -1;
                for (int i = 0; i < factors; i++)
                    product *= Math.Pow(a[i], powers[k * factors + i]);
                y[row] += (float)product;
            }
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, 1, random);
    }

    /// <summary>The sample's digits: all ten, a few of them, or whether they are odd.</summary>
    public static StandInData Digits(Random random)
    {
        const int pixels = 64;
        (LabelledRows training, LabelledRows test) = new DigitsTask().Draw(random);
        float[] all = [.. training.Inputs, .. test.Inputs];
        int[] digits = [.. training.Labels, .. test.Labels];
        int classes = random.Pick(2, 3, 5, 10);
        bool isOdd = classes == 2;
        int[] rows = [.. Enumerable.Range(0, digits.Length).Where(row => isOdd || digits[row] < classes)];
        float[] x = StandInData.Rows(all, digits.Length, rows);
        LearningTask.Standardise(x, pixels);
        return OfLabels(x, [.. rows.Select(row => isOdd ? digits[row] % 2 : digits[row])], classes, random);
    }
}
