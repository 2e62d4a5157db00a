using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>A tensor with its place in one of the two arenas.</summary>
/// <param name="Constant">The emitted constant that names its offset: <c>Dense1Weight</c>.</param>
internal sealed record PlacedParameter(LayerSpec Layer, ParameterSpec Spec, int Offset, int Length)
{
    public string Name => Layer.Name + "." + Spec.Name;

    /// <summary>The name in files.</summary>
    public string FileName => Layer.Key is { Length: 0 } ? Spec.Name : (Layer.Key ?? Layer.Name) + "." + Spec.Name;

    public string Constant => Layer.PascalName + string.Concat(Spec.Name.Split('_').Select(Capitalised));

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}

/// <summary>
/// Where parameters lie. Trainable ones share one arena, so that gradients and optimizer state can mirror it: first the
/// vectors (biases, batch norm, slopes) and the kernels of convolutions, which are updated in one sweep, then the matrices,
/// which are updated tile by tile.
/// In a straight-line step biases are updated with their matrices, and stand between the two. What is frozen lies behind all
/// that, where neither gradients nor the optimizer reach. Moving averages have an arena of their own.
/// </summary>
internal sealed class ParameterPlan
{
    public ParameterPlan(NetworkSpec spec, bool fusesBiases, IReadOnlyList<Stage> stages)
    {
        FusesBiases = fusesBiases;
        var declared = spec.Layers
            .SelectMany(layer => layer.Parameters.Select(parameter => (layer, parameter: InPlaces(layer, parameter, stages))))
            .ToList();
        var placed = new Dictionary<(LayerSpec, string), PlacedParameter>();
        int offset = 0, running = 0;
        var vectors = declared
            .Where(d => d.parameter.IsTrainable && !d.parameter.IsMatrix)
            .ToLookup(d => fusesBiases && d.layer.IsProduct);
        Place(vectors[false], ref offset);
        var matrices = declared.Where(d => d.parameter.IsTrainable && d.parameter.IsMatrix).ToLookup(d => d.layer is IReshaping);
        Place(matrices[true], ref offset);
        VectorLength = offset;
        Place(vectors[true], ref offset);
        Place(matrices[false], ref offset);
        TrainableLength = offset;
        Place(declared.Where(d => d.parameter.IsFrozen), ref offset);
        FrozenLength = offset - TrainableLength;
        Place(declared.Where(d => d.parameter.IsAverage), ref running);
        RunningLength = running;
        All = declared.Select(d => placed[(d.layer, d.parameter.Name)]).ToList();

        void Place(IEnumerable<(LayerSpec Layer, ParameterSpec Parameter)> parameters, ref int next)
        {
            foreach ((LayerSpec layer, ParameterSpec parameter) in parameters)
            {
                int length = checked(parameter.Pieces * PanelShape.Padded(parameter.Units) * Math.Max(1, parameter.Inputs));
                placed.Add((layer, parameter.Name), new PlacedParameter(layer, parameter, next, length));
                next = checked(next + length);
            }
        }
    }

    // behind images, features lie place by place
    private static ParameterSpec InPlaces(LayerSpec layer, ParameterSpec parameter, IReadOnlyList<Stage> stages)
    {
        Stage? own = stages.FirstOrDefault(stage => stage.Layers.Contains(layer));
        if (own is null || (own.Reshaping is not null && own.Head == layer))
            return parameter;
        int planes = own.Linear == layer ? parameter.IsMatrix && own.Index > 0 ? stages[own.Index - 1].Layout.Planes : 1
            : parameter.Units == layer.Output.Size ? own.Layout.Planes
            : 1;
        return planes > 1 ? parameter with { Planes = planes } : parameter;
    }

    /// <summary>In layer order.</summary>
    public IReadOnlyList<PlacedParameter> All { get; }

    /// <summary>Whether the first tile of a panel's weight gradient sums and updates the panel's biases too.</summary>
    public bool FusesBiases { get; }

    /// <summary>Floats of vectors and kernels at the start of the trainable arena that are updated in one sweep.</summary>
    public int VectorLength { get; }

    public int TrainableLength { get; }

    /// <summary>Floats behind the trainable ones that nothing changes.</summary>
    public int FrozenLength { get; }

    public int RunningLength { get; }
}
