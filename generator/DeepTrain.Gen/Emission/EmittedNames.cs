namespace DeepTrain.Gen.Emission;

/// <summary>Keeps names that come from layers apart from C# keywords and from the emitted code's own locals.</summary>
internal static class EmittedNames
{
    private static readonly HashSet<string> Reserved =
    [
        // keywords that can be identifiers' first candidates
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "var", "virtual", "void", "volatile", "while",

        // the emitted code's own
        "s", "x", "y", "w", "b", "d", "g", "row", "rows", "column", "first", "end", "one", "half", "rootHalf", "lane",
        "gradient", "input", "mean", "variance", "scale", "shift", "seluLambda", "seluFloor",
    ];

    /// <summary>A local variable's name, or the start of one.</summary>
    public static string Local(string layerName) => Reserved.Contains(layerName) ? layerName + "_" : layerName;
}
