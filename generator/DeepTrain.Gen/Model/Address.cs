namespace DeepTrain.Gen.Model;

/// <summary>So many numbers behind a pointer, in emitted code: a constant or an expression. None is printed as nothing.</summary>
internal readonly record struct Offset
{
    private readonly string? _text;

    private Offset(string? text) => _text = text;

    public bool IsNone => _text is null;

    public static implicit operator Offset(int numbers) => new(numbers == 0 ? null : CSharpLiteral.Of(numbers));

    public static implicit operator Offset(string expression) => new(expression);

    public override string ToString() => _text ?? "0";
}

/// <summary>Where emitted code reads or writes: a pointer, and what is added to it.</summary>
internal readonly record struct Address
{
    private readonly string _text;
    private readonly bool _isSum;

    private Address(string text, bool isSum) => (_text, _isSum) = (text, isSum);

    /// <param name="pointer">A name, or whatever binds as a name does.</param>
    public static Address At(string pointer) => new(pointer, isSum: false);

    public static Address At(string pointer, Offset offset) => At(pointer) + offset;

    public static Address operator +(Address address, Offset offset) =>
        offset.IsNone ? address : new($"{address._text} + {offset}", isSum: true);

    /// <summary>As an operand, of a cast for instance.</summary>
    public string Operand => _isSum ? $"({_text})" : _text;

    /// <summary>As an argument, or behind an equals sign.</summary>
    public static implicit operator string(Address address) => address._text;

    public override string ToString() => _text;
}
