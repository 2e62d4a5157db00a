namespace DeepTrain.Gen.Emission;

/// <summary>
/// What a file of kernels imports. An alias for each type, within the namespace, comes before every type, alias and
/// namespace that a user can declare; a namespace is imported for extension methods and generic types only.
/// </summary>
internal static class KernelUsings
{
    private static readonly (string Name, string Namespace)[] Aliases =
    [
        (nameof(Import.ArgumentNullException), "System"),
        (nameof(Import.Buffer), "System"),
        (nameof(Import.GC), "System"),
        (nameof(Import.Math), "System"),
        (nameof(Import.Stream), "System.IO"),
        (nameof(Import.MethodImplAttribute), "System.Runtime.CompilerServices"),
        (nameof(Import.MethodImplOptions), "System.Runtime.CompilerServices"),
        (nameof(Import.SkipLocalsInitAttribute), "System.Runtime.CompilerServices"),
        (nameof(Import.Unsafe), "System.Runtime.CompilerServices"),
        (nameof(Import.LayoutKind), "System.Runtime.InteropServices"),
        (nameof(Import.StructLayoutAttribute), "System.Runtime.InteropServices"),
        (nameof(Import.Vector256), "System.Runtime.Intrinsics"),
        (nameof(Import.Vector512), "System.Runtime.Intrinsics"),
        (nameof(Import.ILayerObserver), "DeepTrain"),
        (nameof(Import.Init), "DeepTrain"),
        (nameof(Import.LayerDescription), "DeepTrain"),
        (nameof(Import.LossKind), "DeepTrain"),
        (nameof(Import.NetworkDescription), "DeepTrain"),
        (nameof(Import.OnnxOptions), "DeepTrain"),
        (nameof(Import.AlignedBuffer), "DeepTrain.Runtime"),
        (nameof(Import.BlockTotals128), "DeepTrain.Runtime"),
        (nameof(Import.BlockTotals256), "DeepTrain.Runtime"),
        (nameof(Import.BlockTotals512), "DeepTrain.Runtime"),
        (nameof(Import.ChannelSums), "DeepTrain.Runtime"),
        (nameof(Import.ColumnMath), "DeepTrain.Runtime"),
        (nameof(Import.ConvolutionRows), "DeepTrain.Runtime"),
        (nameof(Import.ConvolutionWeights), "DeepTrain.Runtime"),
        (nameof(Import.CounterRandom), "DeepTrain.Runtime"),
        (nameof(Import.GradientUse), "DeepTrain.Runtime"),
        (nameof(Import.Guard), "DeepTrain.Runtime"),
        (nameof(Import.ImageLayout), "DeepTrain.Runtime"),
        (nameof(Import.ImageRows), "DeepTrain.Runtime"),
        (nameof(Import.LabelCopy), "DeepTrain.Runtime"),
        (nameof(Import.NetworkState), "DeepTrain.Runtime"),
        (nameof(Import.NoBias), "DeepTrain.Runtime"),
        (nameof(Import.OnnxGraph), "DeepTrain.Runtime"),
        (nameof(Import.OptimizerLayout), "DeepTrain.Runtime"),
        (nameof(Import.PackedMatrix), "DeepTrain.Runtime"),
        (nameof(Import.PairedTerms), "DeepTrain.Runtime"),
        (nameof(Import.PanelShape), "DeepTrain.Runtime"),
        (nameof(Import.ParameterLayout), "DeepTrain.Runtime"),
        (nameof(Import.Portable128), "DeepTrain.Runtime"),
        (nameof(Import.Prefetch), "DeepTrain.Runtime"),
        (nameof(Import.ProductTiles), "DeepTrain.Runtime"),
        (nameof(Import.RandomKey), "DeepTrain.Runtime"),
        (nameof(Import.RowBlocks), "DeepTrain.Runtime"),
        (nameof(Import.RowCopy), "DeepTrain.Runtime"),
        (nameof(Import.RowLanes), "DeepTrain.Runtime"),
        (nameof(Import.TailUnits), "DeepTrain.Runtime"),
        (nameof(Import.ThreadScratch), "DeepTrain.Runtime"),
        (nameof(Import.ThreadTeam), "DeepTrain.Runtime"),
        (nameof(Import.UnitNorm), "DeepTrain.Runtime"),
        (nameof(Import.VectorMath), "DeepTrain.Runtime"),
        (nameof(Import.VectorRoom), "DeepTrain.Runtime"),
        (nameof(Import.WeightPenalty), "DeepTrain.Runtime"),
        (nameof(Import.WeightedRows), "DeepTrain.Runtime"),
    ];

    /// <summary>The simple names that emitted code uses for types.</summary>
    public static IEnumerable<string> Names => Aliases.Select(alias => alias.Name);

    /// <summary>Writes the imports of these types, by their simple names.</summary>
    public static void Write(SourceWriter writer, IReadOnlyCollection<string> types)
    {
        if (types.Contains(nameof(Import.Span)) || types.Contains(nameof(Import.ReadOnlySpan)))
            writer.Line("using global::System;");
        if (types.Contains(nameof(Import.Vector128)) || types.Contains(nameof(Import.Vector256)) || types.Contains(nameof(Import.Vector512)))
            writer.Line("using global::System.Runtime.Intrinsics;");
        foreach ((string name, string from) in Aliases)
        {
            if (types.Contains(name))
                writer.Line($"using {name} = global::{from}.{name};");
        }
    }
}
