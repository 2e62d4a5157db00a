using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Room for the 16 vectors of 512 bits of one weight-gradient tile, wherever a 64-byte boundary falls in it. A local
/// variable of this type is not guarded as a <c>stackalloc</c> is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential, Size = 17 * 64)]
public struct TileSums;
