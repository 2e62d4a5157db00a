using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Text;

/// <summary>
/// The types that kernels name. To ask for a name is to use it: a file imports what was asked for while it was written. Text outside of
/// such a file says types in full, and may not ask.
/// </summary>
internal static class Import
{
    // a file is written by one thread, from start to end
    [ThreadStatic]
    private static HashSet<string>? s_named;

    public static string AlignedBuffer => Named();
    public static string ArgumentNullException => Named();
    public static string BlockTotals128 => Named();
    public static string BlockTotals256 => Named();
    public static string BlockTotals512 => Named();
    public static string Buffer => Named();
    public static string ChannelSums => Named();
    public static string ColumnMath => Named();
    public static string ConvolutionRows => Named();
    public static string ConvolutionWeights => Named();
    public static string CounterRandom => Named();
    public static string GC => Named();
    public static string GradientUse => Named();
    public static string Guard => Named();
    public static string ILayerObserver => Named();
    public static string ImageLayout => Named();
    public static string ImageRows => Named();
    public static string Init => Named();
    public static string LabelCopy => Named();
    public static string LayerDescription => Named();
    public static string LayoutKind => Named();
    public static string LossKind => Named();
    public static string Math => Named();
    public static string MethodImplAttribute => Named();
    public static string MethodImplOptions => Named();
    public static string NetworkDescription => Named();
    public static string NetworkState => Named();
    public static string NoBias => Named();
    public static string OnnxGraph => Named();
    public static string OnnxOptions => Named();
    public static string OptimizerLayout => Named();
    public static string PackedMatrix => Named();
    public static string PairedTerms => Named();
    public static string PanelShape => Named();
    public static string ParameterLayout => Named();
    public static string Portable128 => Named();
    public static string Prefetch => Named();
    public static string ProductTiles => Named();
    public static string RandomKey => Named();
    public static string ReadOnlySpan => Named();
    public static string RowBlocks => Named();
    public static string RowCopy => Named();
    public static string RowLanes => Named();
    public static string SkipLocalsInitAttribute => Named();
    public static string Span => Named();
    public static string Stream => Named();
    public static string StructLayoutAttribute => Named();
    public static string TailUnits => Named();
    public static string ThreadScratch => Named();
    public static string ThreadTeam => Named();
    public static string UnitNorm => Named();
    public static string Unsafe => Named();
    public static string Vector128 => Named();
    public static string Vector256 => Named();
    public static string Vector512 => Named();
    public static string VectorMath => Named();
    public static string VectorRoom => Named();
    public static string WeightPenalty => Named();
    public static string WeightedRows => Named();

    /// <summary>The names that are asked for while this is done.</summary>
    public static IReadOnlyCollection<string> During(Action write)
    {
        HashSet<string>? outer = s_named;
        var named = new HashSet<string>(StringComparer.Ordinal);
        s_named = named;
        try
        {
            write();
        }
        finally
        {
            s_named = outer;
        }

        return named;
    }

    private static string Named([CallerMemberName] string name = "")
    {
        (s_named ?? throw new InvalidOperationException($"{name} is named where no file of kernels is being written.")).Add(name);
        return name;
    }
}
