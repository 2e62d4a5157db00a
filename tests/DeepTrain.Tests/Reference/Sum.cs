namespace DeepTrain.Tests.Reference;

/// <summary>A sum that knows how large its terms were: what rounding can make of it depends on them.</summary>
internal struct Sum
{
    public double Value;
    public double Size;
    public int Terms;

    public void Add(double term)
    {
        Value += term;
        Size += Math.Abs(term);
        if (term != 0)
            Terms++;
    }

    public static Sum Of(params ReadOnlySpan<double> terms)
    {
        Sum sum = default;
        foreach (double term in terms)
            sum.Add(term);
        return sum;
    }
}
