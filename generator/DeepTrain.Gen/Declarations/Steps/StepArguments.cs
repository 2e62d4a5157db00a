using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// The arguments of one step attribute, by name, whether they came through the constructor or a property. What is outside
/// its domain is reported and replaced by the fallback, so that a step can always be read to its end.
/// </summary>
internal abstract class StepArguments
{
    /// <summary>True if the source gives a value for this constructor parameter or property.</summary>
    public abstract bool IsGiven(string name);

    protected abstract object? Value(string name);

    protected abstract void OutOfRange(string name, string value, string domain);

    public int Int(string name, int fallback, int minimum)
    {
        if (!IsGiven(name) || Value(name) is not int value)
            return fallback;
        if (value >= minimum)
            return value;
        OutOfRange(name, CSharp(value), $"at least {CSharp(minimum)}");
        return Math.Max(fallback, minimum);
    }

    public float Float(string name, float fallback, FloatDomain domain)
    {
        if (!IsGiven(name) || Value(name) is not float value)
            return fallback;
        if (domain.Contains(value))
            return value;
        OutOfRange(name, CSharp(value), domain.Text);
        return fallback;
    }

    public bool Flag(string name, bool fallback) => IsGiven(name) && Value(name) is bool value ? value : fallback;

    public string Text(string name) => IsGiven(name) && Value(name) is string value ? value : "";

    /// <summary>A layer with what all layers with parameters declare alike.</summary>
    public TLayer Named<TLayer>(TLayer layer)
        where TLayer : LayerSpec => layer with
        {
            Name = Text("Name"),
            Key = IsGiven("Key") ? Value("Key") as string : null,
            Trainable = Flag("Trainable", true),
        };

    /// <summary>An enum's value as a number; one that the enum does not define is outside its domain.</summary>
    public Init Init(string name) => Choice<Init>(name);

    /// <summary>As <see cref="Init"/>; the enum's first value is the fallback.</summary>
    public Padding Padding(string name) => Choice<Padding>(name);

    private TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (!IsGiven(name) || Value(name) is not int value)
            return default;
        if (Enum.IsDefined(typeof(TEnum), value))
            return (TEnum)Enum.ToObject(typeof(TEnum), value);
        OutOfRange(name, CSharp(value), $"a value of DeepTrain.{typeof(TEnum).Name}");
        return default;
    }

    /// <summary>Reports a rule between two arguments, such as lower &lt;= upper.</summary>
    public void Require(bool holds, string name, string value, string domain)
    {
        if (!holds)
            OutOfRange(name, value, domain);
    }

    public static string CSharp(IFormattable value) =>
        value.ToString(value is float ? "R" : null, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The numbers an argument may be.</summary>
internal sealed record FloatDomain(double Minimum, bool IncludesMinimum, double Maximum, bool IncludesMaximum, string Text)
{
    public static readonly FloatDomain Finite = new(-float.MaxValue, true, float.MaxValue, true, "finite");
    public static readonly FloatDomain NonNegative = new(0, true, float.MaxValue, true, "finite and at least 0");
    public static readonly FloatDomain Positive = new(0, false, float.MaxValue, true, "finite and above 0");
    public static readonly FloatDomain UnitInterval = new(0, true, 1, true, "between 0 and 1");
    public static readonly FloatDomain BelowOne = new(0, true, 1, false, "at least 0 and below 1");

    public bool Contains(float value) =>
        (IncludesMinimum ? value >= Minimum : value > Minimum) && (IncludesMaximum ? value <= Maximum : value < Maximum);
}
