using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Trees over the unit cube, each of a bootstrap sample, whose leaves are boxes. Of a tree the variance that one axis
/// explains is exact: the mean over all others is a step function along it.
/// </summary>
internal static class RegressionForest
{
    private const int Trees = 32;
    private const int FewestInLeaf = 3;

    /// <summary>The mean over trees of each axis' share of the variance; of a constant 0.</summary>
    public static double[] MainEffects(double[][] points, double[] values)
    {
        int axes = points[0].Length;
        double[] shares = new double[axes];
        for (int number = 0; number < Trees; number++)
        {
            var random = new RandomStream(0x666f72657374, number);
            int[] sample = new int[values.Length];
            for (int next = 0; next < sample.Length; next++)
                sample[next] = (int)(random.NextUniform() * values.Length);
            double[] low = new double[axes], high = new double[axes];
            Array.Fill(high, 1);
            var leaves = new List<Leaf>();
            Grow(points, values, sample, low, high, leaves, ref random);
            double mean = leaves.Sum(leaf => leaf.Volume * leaf.Value);
            double variance = leaves.Sum(leaf => leaf.Volume * (leaf.Value - mean) * (leaf.Value - mean));
            for (int axis = 0; axis < axes && variance > 0; axis++)
                shares[axis] += MainEffect(leaves, axis, mean) / variance / Trees;
        }
        return shares;
    }

    private static void Grow(
        double[][] points, double[] values, int[] rows, double[] low, double[] high, List<Leaf> leaves, ref RandomStream random)
    {
        (int axis, double at) = BestSplit(points, values, rows, ref random);
        if (axis < 0)
        {
            leaves.Add(new Leaf([.. low], [.. high], rows.Average(row => values[row])));
            return;
        }
        (double formerLow, double formerHigh) = (low[axis], high[axis]);
        high[axis] = at;
        Grow(points, values, Array.FindAll(rows, row => points[row][axis] <= at), low, high, leaves, ref random);
        (low[axis], high[axis]) = (at, formerHigh);
        Grow(points, values, Array.FindAll(rows, row => points[row][axis] > at), low, high, leaves, ref random);
        low[axis] = formerLow;
    }

    // Where the sum of squares falls most, among two thirds of the axes; -1 where no split has enough on both sides.
    private static (int Axis, double At) BestSplit(double[][] points, double[] values, int[] rows, ref RandomStream random)
    {
        int axes = points[0].Length;
        (int Axis, double At) best = (-1, 0);
        double most = 1e-9;
        double all = rows.Sum(row => values[row]);
        int tried = Math.Max(1, (2 * axes + 2) / 3), first = (int)(random.NextUniform() * axes);
        for (int next = 0; next < tried; next++)
        {
            int axis = (first + next) % axes;
            int[] order = [.. rows.OrderBy(row => points[row][axis])];
            double left = 0;
            for (int count = 1; count < order.Length; count++)
            {
                left += values[order[count - 1]];
                double before = points[order[count - 1]][axis], behind = points[order[count]][axis];
                if (before == behind || count < FewestInLeaf || order.Length - count < FewestInLeaf)
                    continue;
                double gain = left * left / count + (all - left) * (all - left) / (order.Length - count) - all * all / order.Length;
                if (gain > most)
                    (most, best) = (gain, (axis, (before + behind) / 2));
            }
        }
        return best;
    }

    private static double MainEffect(List<Leaf> leaves, int axis, double mean)
    {
        double[] edges = [.. leaves.Select(leaf => leaf.Low[axis]).Append(1).Distinct().Order()];
        double variance = 0;
        for (int step = 0; step + 1 < edges.Length; step++)
        {
            double middle = (edges[step] + edges[step + 1]) / 2;
            double here = leaves.Where(leaf => leaf.Low[axis] <= middle && middle < leaf.High[axis])
                .Sum(leaf => leaf.Value * leaf.Volume / (leaf.High[axis] - leaf.Low[axis]));
            variance += (edges[step + 1] - edges[step]) * (here - mean) * (here - mean);
        }
        return variance;
    }

    private sealed record Leaf(double[] Low, double[] High, double Value)
    {
        public double Volume { get; } = Low.Zip(High, (low, high) => high - low).Aggregate(1.0, (product, side) => product * side);
    }
}
