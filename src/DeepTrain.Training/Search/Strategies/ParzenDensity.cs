using DeepTrain.Runtime;
using MathNet.Numerics;

namespace DeepTrain;

/// <summary>
/// A density over shares of all axes: the mean of one kernel a trial and one that is as wide as the space. A kernel is,
/// along a range, a normal distribution cut off at its ends, and over choices mostly the trial's own.
/// </summary>
internal sealed class ParzenDensity
{
    private const double Widest = 1;

    private readonly SearchAxes _axes;
    private readonly List<double[]> _centres;
    private readonly double _width;

    public ParzenDensity(SearchAxes axes, IEnumerable<TrialResult> trials)
    {
        _axes = axes;
        _centres = [.. trials.Select(trial => axes.SharesOf(trial.Values))];
        int varied = Math.Max(1, axes.All.Count(axis => axis.Axis.Count != 1));
        // Scott's rule for a fifth of the range; not so narrow that trials repeat each other
        double scott = 0.2 * Math.Pow(Math.Max(_centres.Count, 1), -1.0 / (varied + 4));
        _width = Math.Max(scott, 1.0 / Math.Min(100, _centres.Count + 2));
        // the space itself, with the weight of a trial
        double[] midst = new double[axes.Count];
        Array.Fill(midst, 0.5);
        _centres.Add(midst);
    }

    public double[] Draw(ref RandomStream random)
    {
        int kernel = Math.Min((int)(random.NextUniform() * _centres.Count), _centres.Count - 1);
        double[] shares = new double[_axes.Count];
        for (int index = 0; index < shares.Length; index++)
        {
            shares[index] = IsUnordered(index) ? DrawChoice(kernel, index, ref random) : DrawNumber(kernel, index, ref random);
        }
        return shares;
    }

    public double LogDensity(double[] shares)
    {
        double[] logs = new double[_centres.Count];
        for (int kernel = 0; kernel < logs.Length; kernel++)
        {
            for (int index = 0; index < shares.Length; index++)
            {
                logs[kernel] += Math.Log(IsUnordered(index)
                    ? ChoiceProbability(kernel, index, shares[index]) : NumberDensity(kernel, index, shares[index]));
            }
        }
        double most = logs.Max();
        return most + Math.Log(logs.Sum(log => Math.Exp(log - most)) / logs.Length);
    }

    private bool IsUnordered(int index) => _axes[index] is { Count: int } and not IntegerAxis;

    private bool IsSpace(int kernel) => kernel == _centres.Count - 1;

    private double DrawChoice(int kernel, int index, ref RandomStream random)
    {
        double isOwn = IsSpace(kernel) ? 0 : OwnShare;
        double which = random.NextUniform();
        return which < isOwn ? _centres[kernel][index] : random.NextUniform();
    }

    private double ChoiceProbability(int kernel, int index, double share)
    {
        int count = _axes[index].Count!.Value;
        double isOwn = IsSpace(kernel) ? 0 : OwnShare;
        bool same = (int)(share * count) == (int)(_centres[kernel][index] * count);
        return (1 - isOwn) / count + (same ? isOwn : 0);
    }

    // the fewer trials, the more other choices are still to be tried
    private double OwnShare => 1 - 1.0 / (_centres.Count + 1);

    private double DrawNumber(int kernel, int index, ref RandomStream random)
    {
        double width = IsSpace(kernel) ? Widest : _width;
        while (true)
        {
            // centres lie within: about half of all draws do too
            double share = _centres[kernel][index] + width * random.NextNormal();
            if (share is >= 0 and <= 1)
                return share;
        }
    }

    private double NumberDensity(int kernel, int index, double share)
    {
        double width = IsSpace(kernel) ? Widest : _width, centre = _centres[kernel][index];
        double distance = (share - centre) / width;
        double within = Below((1 - centre) / width) - Below(-centre / width);
        return Math.Exp(-distance * distance / 2) / (Math.Sqrt(2 * Math.PI) * width * within);
    }

    private static double Below(double deviations) => (1 + SpecialFunctions.Erf(deviations / Math.Sqrt(2))) / 2;
}
