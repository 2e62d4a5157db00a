using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>Where the sums of a product without bias begin: a tile that starts at a bias is then good for both.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NoBias
{
    private static readonly AlignedBuffer s_zeros = new(PanelShape.Widest);

    /// <summary>Zeros for each column of a panel.</summary>
    public static float* Panel => s_zeros.Pointer;
}
