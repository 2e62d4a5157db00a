using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>What an optimizer keeps for each trainable number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OptimizerLayout
{
    /// <summary>Describes an optimizer's memory.</summary>
    /// <param name="name">The optimizer, for example <c>Adam</c>.</param>
    /// <param name="slotNames">A name for each slot, as PyTorch calls it: <c>exp_avg</c>.</param>
    /// <param name="slotInit">What each slot is filled with at first.</param>
    public OptimizerLayout(string name, string[] slotNames, float[] slotInit)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(slotNames);
        ArgumentNullException.ThrowIfNull(slotInit);
        if (slotNames.Length != slotInit.Length)
        {
            throw new ArgumentException(
                $"{slotNames.Length} slots need as many initial values, not {slotInit.Length}.", nameof(slotInit));
        }
        Name = name;
        SlotNames = slotNames;
        SlotInit = slotInit;
    }

    /// <summary>The optimizer.</summary>
    public string Name { get; }

    /// <summary>The names of the slots.</summary>
    public string[] SlotNames { get; }

    /// <summary>What each slot is filled with at first.</summary>
    public float[] SlotInit { get; }
}
