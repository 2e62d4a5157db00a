namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What people measure, count and draw: words, shapes, motion, polynomials, signals and decisions.</summary>
internal static partial class ProblemData
{
    /// <summary>Classes of texts by how often each word of a small dictionary stands in them: most counts are 0.</summary>
    public static StandInData Words(Random random)
    {
        int words = random.Pick(20, 40, 80), classes = random.Pick(2, 3, 5), length = random.Pick(10, 20, 40);
        // how usual a word is, by Zipf's law, and how much more or less so in each class
        double[][] shares = [.. Enumerable.Range(0, classes).Select(_ =>
            Cumulated([.. Enumerable.Range(1, words).Select(rank => Math.Exp(0.8 * random.NextNormal()) / rank)]))];
        return OfRows(new float[Rows * words], words, classes, random, (row, label) =>
        {
            Array.Clear(row);
            for (int i = 0; i < length; i++)
            {
                int word = Array.BinarySearch(shares[label], random.NextDouble());
                row[Math.Min(word < 0 ? ~word : word, words - 1)]++;
            }

            return label;
        });
    }

    /// <summary>Classes of drawn shapes on eight times eight pixels, anywhere and blurred: a bar, a beam, a cross, a frame.</summary>
    public static StandInData Shapes(Random random)
    {
        const int side = 8;
        int classes = random.Pick(2, 3, 4), size = random.Pick(3, 4, 5);
        double blur = random.NextLog(0.1, 0.4);
        return OfRows(StandInData.Normals(Rows * side * side, blur, random), side * side, classes, random, (row, label) =>
        {
            int top = random.Next(side - size + 1), left = random.Next(side - size + 1);
            for (int i = 0; i < size * size; i++)
            {
                int y = i / size, x = i % size;
                bool isMiddleRow = y == size / 2, isMiddleColumn = x == size / 2;
                bool isInked = label switch
                {
                    0 => isMiddleRow,
                    1 => isMiddleColumn,
                    2 => isMiddleRow || isMiddleColumn,
                    _ => x == 0 || y == 0 || x == size - 1 || y == size - 1,
                };
                row[(top + y) * side + left + x] += isInked ? 1 : 0;
            }

            return label;
        });
    }

    /// <summary>A regression on where a thing that moves is next: a pendulum that is pushed, or a ball thrown against the air.</summary>
    public static StandInData Motion(Random random)
    {
        bool isPendulum = random.Chance(0.5);
        int inputs = isPendulum ? 3 : 4, outputs = 2;
        double seconds = random.NextLog(0.2, 1.5), drag = random.NextLog(0.05, 0.5);
        float[] x = StandInData.Normals(Rows * inputs, 1, random), y = new float[Rows * outputs];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs), next = y.AsSpan(row * outputs, outputs);
            if (isPendulum)
                (next[0], next[1]) = Swing(1.5 * a[0], 2 * a[1], a[2], seconds, drag);
            else
                (next[0], next[1]) = Throw(a[0], a[1], 2 * a[2], 2 * a[3], seconds, drag);
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, outputs, random);
    }

    /// <summary>A regression on a random polynomial of the second or third degree.</summary>
    public static StandInData Polynomials(Random random)
    {
        int inputs = random.Pick(2, 3, 5, 8), degree = random.Pick(2, 2, 3), terms = random.Pick(2, 4, 8);
        int[] factors = [.. Enumerable.Range(0, terms * degree).Select(_ => random.Next(-1, inputs))];
        double[] sizes = [.. Enumerable.Range(0, terms).Select(_ => random.NextNormal())];
        float[] x = new float[Rows * inputs], y = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> a = x.AsSpan(row * inputs, inputs);
            for (int i = 0; i < inputs; i++)
                a[i] = 2 * random.NextSingle() - 1;
            for (int k = 0; k < terms; k++)
            {
                double product = sizes[k];
                foreach (int factor in factors.AsSpan(k * degree, degree))
                    product *= factor < 0 ? 1 : a[factor];
                y[row] += (float)product;
            }

            // where all terms are constants, there is one that is not
            y[row] += a[0];
        }

        LearningTask.Standardise(x, inputs);
        return OfTargets(x, y, 1, random);
    }

    /// <summary>Classes of signals, from any phase on and with noise: sines, squares, saws, and two sines.</summary>
    public static StandInData Signals(Random random)
    {
        int samples = random.Pick(12, 16, 32), classes = random.Pick(2, 3, 4);
        double noise = random.NextLog(0.1, 0.5), periods = random.NextLog(1, 3), drift = random.Pick(0.0, 0.2);
        return OfRows(StandInData.Normals(Rows * samples, noise, random), samples, classes, random, (row, label) =>
        {
            double start = random.NextDouble(), speed = periods * (1 + drift * random.NextNormal());
            for (int i = 0; i < samples; i++)
            {
                double phase = start + speed * i / samples, turn = phase - Math.Floor(phase), sine = Math.Sin(2 * Math.PI * turn);
                row[i] += (float)(label switch
                {
                    0 => sine,
                    1 => Math.Sign(sine),
                    2 => 2 * turn - 1,
                    _ => 0.7 * (sine + Math.Sin(4 * Math.PI * turn)),
                });
            }

            return label;
        });
    }

    /// <summary>
    /// Two classes: whether more of some conditions hold than usual, each on two or three inputs at once; a few rows are mislabelled.
    /// </summary>
    public static StandInData Decisions(Random random)
    {
        int inputs = random.Pick(4, 8, 12), conditions = random.Pick(1, 2, 3), parts = random.Pick(2, 2, 3);
        double mislabelled = random.Pick(0, 0.05, 0.1);
        int[] columns = [.. Enumerable.Range(0, conditions * parts).Select(_ => random.Next(inputs))];
        float[] cuts = StandInData.Normals(conditions * parts, 0.3, random), x = StandInData.Normals(Rows * inputs, 1, random);
        double[] sums = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < conditions; k++)
            {
                // the least of its parts says by how much a condition holds
                sums[row] += Enumerable.Range(k * parts, parts).Min(i => x[row * inputs + columns[i]] - cuts[i]);
            }
        }

        double middle = sums.Order().ElementAt(Rows / 2);
        int[] labels = [.. sums.Select(sum => (sum > middle) != random.Chance(mislabelled) ? 1 : 0)];
        LearningTask.Standardise(x, inputs);
        return OfLabels(x, labels, 2, random);
    }

    private static double[] Cumulated(double[] weights)
    {
        double all = weights.Sum(), sum = 0;
        return [.. weights.Select(weight => (sum += weight) / all)];
    }

    // by small steps, the speed first: that keeps the energy (Euler and Cromer)
    private const int StepsOfMotion = 100;

    private static (float Angle, float Speed) Swing(double angle, double speed, double push, double seconds, double drag)
    {
        double step = seconds / StepsOfMotion;
        for (int i = 0; i < StepsOfMotion; i++)
        {
            speed += step * (push - drag * speed - 4 * Math.Sin(angle));
            angle += step * speed;
        }

        return ((float)angle, (float)speed);
    }

    private static (float X, float Y) Throw(double x, double y, double right, double up, double seconds, double drag)
    {
        double step = seconds / StepsOfMotion;
        for (int i = 0; i < StepsOfMotion; i++)
        {
            double length = Math.Sqrt(right * right + up * up);
            right -= step * drag * length * right;
            up -= step * (2 + drag * length * up);
            (x, y) = (x + step * right, y + step * up);
        }

        return ((float)x, (float)y);
    }
}
