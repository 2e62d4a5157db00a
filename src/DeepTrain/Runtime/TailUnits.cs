using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// The one to four units of a layer that lie apart because they do not fill a vector (<see cref="PanelShape"/>). Panels put
/// a unit in each lane; here lanes are inputs: a product is a dot product, a weight gradient a sum of rows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class TailUnits
{
    // rows of a product, or vectors of a gradient: eight sums at a time hide the latency of a multiply-add
    private const int Tile = 8;
}
