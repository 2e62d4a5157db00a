using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>How a parameter lies in its arena.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum PackedForm
{
    /// <summary>One number a unit, padded to a multiple of <see cref="PanelShape.Granule"/>.</summary>
    Vector,

    /// <summary>A weight matrix in the panels of <see cref="PanelShape"/>.</summary>
    Panels,
}
