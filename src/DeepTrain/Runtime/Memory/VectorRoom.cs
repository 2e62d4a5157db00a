using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Room for 24 vectors of 512 bits, wherever a 64-byte boundary falls in it: the sums of a weight-gradient tile
/// (<see cref="TileShape.GradientSums"/>), or 16 rows of 16 columns. A local variable of this type is not guarded as a
/// <c>stackalloc</c> is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential, Size = 25 * 64)]
public unsafe struct VectorRoom
{
    /// <summary>The first 64-byte boundary in a local variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float* Start(VectorRoom* room) => (float*)(((nuint)room + 63) & ~(nuint)63);
}
