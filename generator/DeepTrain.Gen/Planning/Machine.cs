using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// What is assumed of the processors that networks are compiled for: their caches, in bytes, and what was measured on them.
/// Registers are <see cref="Runtime.TileShape"/>'s. Nothing but speed depends on these.
/// </summary>
internal static class Machine
{
    /// <summary>A second-level cache of 1 to 2 MB.</summary>
    public const int SecondLevelCache = 2 << 20;

    /// <summary>What a second-level cache still has of a layer's weights when the next step comes to them.</summary>
    public const int KeptFromStepToStep = 256 << 10;

    /// <summary>What the images of a block may take beside all else in the second-level cache.</summary>
    public const int ImagesAtATime = 1 << 20;

    /// <summary>Rows so far apart, or a multiple, fall into a few sets of the first-level cache.</summary>
    public const int SetDistance = 512;

    /// <summary>A batch's part of so many terms stays in the second-level cache while it goes through all panels.</summary>
    public const int LongestReduction = 1024, ReductionPart = 512;

    /// <summary>
    /// The instruction cache's 32 KB in vector multiply-adds; the wide ones are longer. Processors with 128 bits only have
    /// instructions of four bytes and twice the cache.
    /// </summary>
    public static int StraightLineMultiplyAdds(VectorType v) => v.Bits switch { 512 => 1500, 256 => 3000, _ => 6000 };

    /// <summary>
    /// Vector multiply-adds of one method at most: at ten IL instructions each, half of where the JIT gives up. Fewer where the
    /// whole method has to be in the instruction cache.
    /// </summary>
    public const int MethodMultiplyAdds = 1000, OneRowMultiplyAdds = 800;

    /// <summary>
    /// How many inputs before its update an input's weights are asked for. Each input has its share of the batch's
    /// multiply-adds: of 32 rows twelve take as long as a line from memory (30 layers of 256 gain 8 %), where four do for the
    /// third-level cache.
    /// </summary>
    public const int InputsAhead = 12;

    /// <summary>
    /// The fewest multiply-adds of a step that threads share. With two threads and layers of 32 to 128 units half of this loses
    /// up to a third, twice this gains a third.
    /// </summary>
    public const long TeamMultiplyAdds = 700_000;

    /// <summary>
    /// What updating a weight takes as long as, in multiply-adds: its loads and stores; with a root, the division and the root.
    /// </summary>
    public const int PlainUpdate = 3, RootUpdate = 12;

    /// <summary>
    /// How many ends of weight gradient tiles have to be saved by one more method, and by leaving inputs to the library's tiles
    /// where what is updated comes from near, and from far.
    /// </summary>
    public const int MethodEnds = 8, NearEnds = 40, FarEnds = 8;

    /// <summary>
    /// When a convolution's gradient is summed in copies, which have to be cleared and added: so many weights at most, that so
    /// many places share; and how many copies.
    /// </summary>
    public const int CopiedWeights = 65536, CopiedPlaces = 49, GradientCopies = 8;

    /// <summary>
    /// A convolution's tiles: multiply-adds of one loop body at most, and of a kernel line that is unrolled. Pairs have more values,
    /// of which the JIT keeps none in a register if they are too many.
    /// </summary>
    public const int LoopBody = 64, KernelLine = 600, PairedKernelLine = 360;

    /// <summary>The fewest terms of a sum for which it pays to take two at a time: it ends with a sum across.</summary>
    public const int PairedTerms = 24;

    /// <summary>The share of kernel lines in the ring from which they are skipped: what the bounds of a loop cost otherwise.</summary>
    public const double SkippedLines = 0.08;

    /// <summary>What of the first-level cache a strip of an image and of its gradient may take, in floats.</summary>
    public const int StripFloats = 6144;

    /// <summary>Sums that hide each other's latency: two multiply-adds a cycle, each of four.</summary>
    public const int FewestSums = 8;

    /// <summary>Numbers of a pool's window that are a line of code each.</summary>
    public const int WindowNumbers = 16;

    /// <summary>Sums that a tile of 128 bits may keep in registers while an activation is computed.</summary>
    public const int SumsBesideActivation = 12;

    /// <summary>
    /// Rows that inference takes at a time, multiples of all tile heights: memory stays small and near, but weights that come from
    /// beyond the second-level cache have to serve more rows.
    /// </summary>
    public const int InferenceRows = 96, FarInferenceRows = 192;

    /// <summary>Places of one tile at most: with their sums, the weights and an operand no register spills.</summary>
    public static int Places(VectorType v, int vectors) => v.Bits == 256
        ? vectors switch { 1 => 12, _ => 6 }
        : vectors switch { 1 => 24, 2 => 12, 3 => 8, _ => 6 };
}
