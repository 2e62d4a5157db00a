namespace DeepTrain;

/// <summary>What a setting may be in a search: made by <see cref="Space"/>.</summary>
/// <remarks>Inside, every value is a number: itself for numbers, its place for choices.</remarks>
public abstract class Axis
{
    private protected Axis()
    {
    }

    /// <summary>How many values there are; null for a continuous range.</summary>
    public abstract int? Count { get; }

    /// <summary>Whether equal ratios, and not equal differences, are equally probable.</summary>
    public virtual bool IsLogarithmic => false;

    /// <summary>Whether its values are numbers, so that there are an upper and a lower edge.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The lowest and the highest number; for choices without an order, their places.</summary>
    internal abstract (double From, double To) Range { get; }

    /// <summary>The value at a share from 0 to 1 of the range.</summary>
    internal abstract double At(double share);

    /// <summary>The share of a value; of a discrete one, the midst of those that lead to it.</summary>
    internal abstract double ShareOf(double value);

    /// <summary>Whether it is a value of this axis.</summary>
    internal abstract bool Holds(double value);

    /// <summary>The number that a value stands for: itself, but of a choice of numbers the chosen one.</summary>
    internal virtual double NumberOf(double value) => value;

    /// <summary>A value as tables show it.</summary>
    internal abstract string Text(double value);
}

/// <summary>What a setting of a type may be in a search.</summary>
/// <typeparam name="T">The setting's type.</typeparam>
public abstract class Axis<T> : Axis
{
    private protected Axis()
    {
    }

    internal abstract T Value(double value);
}
