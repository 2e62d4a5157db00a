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

/// <summary>
/// Where emitted code reads or writes: a pointer, and what is added to it. Printed as <c>&amp;pointer[offset]</c>: the compiler
/// takes several times as long over a sum of a pointer and a number, for which it tries every operator that the language has.
/// </summary>
internal readonly record struct Address
{
    private readonly string _pointer;
    private readonly string? _offset;

    private Address(string pointer, string? offset) => (_pointer, _offset) = (pointer, offset);

    /// <param name="pointer">A name, or whatever binds as a name does.</param>
    public static Address At(string pointer) => new(pointer, offset: null);

    public static Address At(string pointer, Offset offset) => At(pointer) + offset;

    public static Address operator +(Address address, Offset offset) => offset.IsNone ? address
        : new(address._pointer, address._offset is null ? offset.ToString() : $"{address._offset} + {offset}");

    public static implicit operator string(Address address) => address.ToString();

    public override string ToString() => _offset is null ? _pointer : $"&{_pointer}[{_offset}]";
}
