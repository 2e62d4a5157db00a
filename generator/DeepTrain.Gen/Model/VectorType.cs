namespace DeepTrain.Gen.Model;

/// <summary>One of the vector widths that kernels are printed for.</summary>
internal sealed record VectorType(int Bits)
{
    public static readonly VectorType V512 = new(512);
    public static readonly VectorType V256 = new(256);
    public static readonly VectorType V128 = new(128);

    /// <summary>All there are, the widest first.</summary>
    public static readonly VectorType[] All = [V512, V256, V128];

    public int Lanes => Bits / 32;

    /// <summary>Its size alone: all other members are code.</summary>
    public override string ToString() => $"{CSharpLiteral.Of(Bits)} bits";

    /// <summary>
    /// The static class of what can be done with such vectors: <c>Vector512</c>. At 128 bits the runtime library's own, which
    /// knows the processors that have no wider ones.
    /// </summary>
    public string Class => Bits == 128 ? Import.Portable128 : Vector;

    public string Float => Vector + "<float>";

    public string Int => Vector + "<int>";

    public string UInt => Vector + "<uint>";

    private string Vector => Bits switch { 512 => Import.Vector512, 256 => Import.Vector256, _ => Import.Vector128 };

    /// <summary>Whether the machine has such vectors.</summary>
    public string IsAccelerated => Vector + ".IsHardwareAccelerated";

    public string Zero => Float + ".Zero";

    /// <summary>The vector at a pointer, to read or to assign.</summary>
    public string Load(string pointer, Offset offset = default) => Load(Address.At(pointer, offset));

    public string Load(Address address) => $"*({Float}*){address}";

    /// <summary>The same memory as integers.</summary>
    public string LoadInt(string pointer, Offset offset = default) => LoadInt(Address.At(pointer, offset));

    public string LoadInt(Address address) => $"*({Int}*){address}";

    /// <summary>A float in every lane. The type is said where the compiler would choose among two dozen methods.</summary>
    public string Broadcast(string scalar) => Bits == 128 ? $"{Class}.Create({scalar})" : $"{Class}.Create<float>({scalar})";

    /// <summary>An integer in every lane, with or without a sign.</summary>
    public string BroadcastInt(string scalar) => $"{Class}.Create({scalar})";

    /// <summary>
    /// a * b + c, fused wherever the processor can. Where it cannot, <c>FusedMultiplyAdd</c> would be a call of fifty times the
    /// time; there the product is rounded first.
    /// </summary>
    public string Fma(string a, string b, string c) => $"{Class}.MultiplyAddEstimate({a}, {b}, {c})";

    /// <summary>A scalar that vectors are multiplied with, by <see cref="MultiplyAdd"/> alone.</summary>
    public string Operand(string scalar) => Bits == 128 ? $"{Class}.Operand({scalar})" : Broadcast(scalar);

    /// <summary>
    /// Two neighbouring numbers, over and over. No function of the library's: tiles have so many that the JIT would come to the
    /// end of what it inlines into one method.
    /// </summary>
    public string PairOperand(string pointer, Offset offset) =>
        $"{Class}.{(Bits == 128 ? "Create" : "Create<double>")}(*(double*){Address.At(pointer, offset)}).AsSingle()";

    /// <summary>operand * vector + sum, as <see cref="Fma"/>.</summary>
    public string MultiplyAdd(string operand, string vector, string sum) =>
        Bits == 128 ? $"{Class}.MultiplyAdd({operand}, {vector}, {sum})" : Fma(operand, vector, sum);

    /// <summary>operand * vector.</summary>
    public string Product(string operand, string vector) =>
        Bits == 128 ? $"{Class}.Multiply({operand}, {vector})" : $"{operand} * {vector}";

    public string Select(string condition, string yes, string no) => $"{Class}.ConditionalSelect({condition}, {yes}, {no})";

    public string Greater(string a, string b) => $"{Class}.GreaterThan({a}, {b})";

    /// <summary>The larger; what the machine does with NaN: on x86 the second is the result where either is NaN.</summary>
    public string MaxNative(string a, string b) => $"{Class}.MaxNative({a}, {b})";

    public string Less(string a, string b) => $"{Class}.LessThan({a}, {b})";

    public string LessOrEqual(string a, string b) => $"{Class}.LessThanOrEqual({a}, {b})";

    /// <summary>
    /// The sum or largest of a vector's lanes, of which all after the first few columns are known not to matter.
    /// </summary>
    /// <param name="function"><c>Sum</c> or <c>Max</c>.</param>
    public string Across(string function, string vector, int columns)
    {
        for (int half = Lanes / 2; half >= 4 && columns <= half; half /= 2)
            vector += ".GetLower()";
        return $"{Import.VectorMath}.{function}Across({vector})";
    }

    /// <summary>A function of the runtime library's in-register math.</summary>
    public string Math(string function, string argument) => $"{Import.VectorMath}.{function}({argument})";
}
