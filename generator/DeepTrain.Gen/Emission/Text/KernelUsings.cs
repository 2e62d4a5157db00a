namespace DeepTrain.Gen.Emission;

/// <summary>
/// What a file of kernels imports. An alias for each type, within the namespace, comes before every type, alias and
/// namespace that a user can declare; a namespace is imported for extension methods and generic types only.
/// </summary>
internal static class KernelUsings
{
    private static readonly (string Name, string Namespace)[] Aliases =
    [
        ("ArgumentNullException", "System"),
        ("Buffer", "System"),
        ("GC", "System"),
        ("Math", "System"),
        ("Stream", "System.IO"),
        ("MethodImplAttribute", "System.Runtime.CompilerServices"),
        ("MethodImplOptions", "System.Runtime.CompilerServices"),
        ("SkipLocalsInitAttribute", "System.Runtime.CompilerServices"),
        ("Unsafe", "System.Runtime.CompilerServices"),
        ("LayoutKind", "System.Runtime.InteropServices"),
        ("StructLayoutAttribute", "System.Runtime.InteropServices"),
        ("Vector256", "System.Runtime.Intrinsics"),
        ("Vector512", "System.Runtime.Intrinsics"),
        ("ILayerObserver", "DeepTrain"),
        ("Init", "DeepTrain"),
        ("LayerDescription", "DeepTrain"),
        ("LossKind", "DeepTrain"),
        ("NetworkDescription", "DeepTrain"),
        ("OnnxOptions", "DeepTrain"),
        ("AlignedBuffer", "DeepTrain.Runtime"),
        ("BlockTotals128", "DeepTrain.Runtime"),
        ("BlockTotals256", "DeepTrain.Runtime"),
        ("BlockTotals512", "DeepTrain.Runtime"),
        ("ChannelSums", "DeepTrain.Runtime"),
        ("ColumnMath", "DeepTrain.Runtime"),
        ("ConvolutionRows", "DeepTrain.Runtime"),
        ("ConvolutionWeights", "DeepTrain.Runtime"),
        ("CounterRandom", "DeepTrain.Runtime"),
        ("GradientUse", "DeepTrain.Runtime"),
        ("Guard", "DeepTrain.Runtime"),
        ("ImageLayout", "DeepTrain.Runtime"),
        ("ImageRows", "DeepTrain.Runtime"),
        ("LabelCopy", "DeepTrain.Runtime"),
        ("NetworkState", "DeepTrain.Runtime"),
        ("NoBias", "DeepTrain.Runtime"),
        ("OnnxGraph", "DeepTrain.Runtime"),
        ("OptimizerLayout", "DeepTrain.Runtime"),
        ("PackedMatrix", "DeepTrain.Runtime"),
        ("PairedTerms", "DeepTrain.Runtime"),
        ("PanelShape", "DeepTrain.Runtime"),
        ("ParameterLayout", "DeepTrain.Runtime"),
        ("Portable128", "DeepTrain.Runtime"),
        ("Prefetch", "DeepTrain.Runtime"),
        ("ProductTiles", "DeepTrain.Runtime"),
        ("RandomKey", "DeepTrain.Runtime"),
        ("RowBlocks", "DeepTrain.Runtime"),
        ("RowCopy", "DeepTrain.Runtime"),
        ("RowLanes", "DeepTrain.Runtime"),
        ("TailUnits", "DeepTrain.Runtime"),
        ("ThreadScratch", "DeepTrain.Runtime"),
        ("ThreadTeam", "DeepTrain.Runtime"),
        ("UnitNorm", "DeepTrain.Runtime"),
        ("VectorMath", "DeepTrain.Runtime"),
        ("VectorRoom", "DeepTrain.Runtime"),
        ("WeightPenalty", "DeepTrain.Runtime"),
        ("WeightedRows", "DeepTrain.Runtime"),
    ];

    /// <summary>The simple names that emitted code uses for types.</summary>
    public static IEnumerable<string> Names => Aliases.Select(alias => alias.Name);

    /// <summary>Writes the imports that this code needs.</summary>
    public static void Write(SourceWriter writer, string code)
    {
        HashSet<string> words = Words(code);
        if (words.Contains("Span") || words.Contains("ReadOnlySpan"))
            writer.Line("using global::System;");
        if (words.Contains("Vector128") || words.Contains("Vector256") || words.Contains("Vector512"))
            writer.Line("using global::System.Runtime.Intrinsics;");
        foreach ((string name, string from) in Aliases)
        {
            if (words.Contains(name))
                writer.Line($"using {name} = global::{from}.{name};");
        }
    }

    /// <summary>The words of a text that begin with a capital letter.</summary>
    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            if (end > start && char.IsUpper(text[start]))
                words.Add(text.Substring(start, end - start));
            start = end + 1;
        }

        return words;
    }
}
