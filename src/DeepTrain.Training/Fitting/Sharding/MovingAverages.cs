namespace DeepTrain;

/// <summary>The moving averages of a network's batch norms, as one row of numbers.</summary>
internal sealed class MovingAverages
{
    private const string Mean = ".running_mean", Variance = ".running_var";

    private readonly Parameter[] _parameters;

    public MovingAverages(INetwork network)
    {
        // other parameters that are not trainable are frozen, and never change
        _parameters = [.. network.Parameters.Where(parameter => !parameter.IsTrainable && IsAverage(parameter.Name))];
        Length = _parameters.Sum(parameter => parameter.Length);
    }

    public int Length { get; }

    /// <summary><c>result = before + changes * factor</c>: what nothing has changed stays as it is, to the bit.</summary>
    public void Advance(ReadOnlySpan<float> before, ReadOnlySpan<float> changes, float factor, Span<float> result)
    {
        before.CopyTo(result);
        ShardMath.AddScaled(result, changes, factor);
        foreach (Parameter parameter in _parameters)
        {
            // what is next to 0 must not be rounded to below it
            if (parameter.Name.EndsWith(Variance, StringComparison.Ordinal))
            {
                foreach (ref float variance in result[..parameter.Length])
                    variance = Math.Max(0, variance);
            }
            result = result[parameter.Length..];
        }
    }

    public void CopyTo(Span<float> numbers)
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.CopyTo(numbers[..parameter.Length]);
            numbers = numbers[parameter.Length..];
        }
    }

    public void CopyFrom(ReadOnlySpan<float> numbers)
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.CopyFrom(numbers[..parameter.Length]);
            numbers = numbers[parameter.Length..];
        }
    }

    private static bool IsAverage(string name) =>
        name.EndsWith(Mean, StringComparison.Ordinal) || name.EndsWith(Variance, StringComparison.Ordinal);
}
