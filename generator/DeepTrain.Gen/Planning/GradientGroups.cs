using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// How a convolution's weight gradient is shared among threads: by its tiles, each summed over the whole batch; or, where
/// there are few, by fixed groups of rows, each summed into a copy, which are added in order. Neither depends on the number
/// of threads, so that the bits do not.
/// </summary>
internal sealed record GradientGroups(Conv2DLayer Convolution, int Groups)
{
    public static GradientGroups Of(Conv2DLayer layer)
    {
        int weights = PanelShape.Padded(layer.Units) * layer.Inputs;
        bool byRows = weights <= Machine.CopiedWeights && layer.Output.Height * layer.Output.Width >= Machine.CopiedPlaces;
        return new GradientGroups(layer, byRows ? Machine.GradientCopies : 1);
    }

    public bool IsByRows => Groups > 1;

    /// <summary>Floats of one copy: the kernels, then the biases.</summary>
    public int CopyLength => checked(
        PanelShape.Padded(Convolution.Units) * Convolution.Inputs + (Convolution.Bias ? PanelShape.Padded(Convolution.Units) : 0));

    /// <summary>What threads may do at once: groups, or panels of filters times kernel lines.</summary>
    public int Tasks => IsByRows ? Groups : PanelShape.Count(Convolution.Units) * Convolution.Kernel;

    /// <summary>The memory of the copies.</summary>
    public static IEnumerable<FixedBuffer> Sums(Stage stage)
    {
        if (stage.Convolution is not { Trainable: true } layer)
            yield break;
        GradientGroups groups = Of(layer);
        if (groups.IsByRows)
            yield return new FixedBuffer(layer.PascalName + "GroupSums", checked(groups.Groups * groups.CopyLength));
    }
}
