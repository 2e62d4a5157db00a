using System.Text;

namespace DeepTrain.Tests.Reference;

/// <summary>A network as declared: it prints its class and builds its reference.</summary>
internal sealed record NetworkPlan(
    string Name, int Inputs, IReadOnlyList<LayerPlan> Layers, LossPlan Loss, OptimizerPlan Optimizer)
{
    public ulong? Seed { get; init; }

    public int Outputs => Layers.Aggregate(Inputs, (width, layer) => layer.Outputs(width));

    public string Declaration
    {
        get
        {
            var text = new StringBuilder();
            text.AppendLine($"/// <summary>{Name}.</summary>");
            text.AppendLine(Seed is { } seed ? $"[Network(Seed = {seed}UL)]" : "[Network]");
            text.AppendLine($"[Input({Inputs})]");
            foreach (LayerPlan layer in Layers)
                text.AppendLine(layer.Attribute);
            text.AppendLine(Loss.Attribute);
            text.AppendLine(Optimizer.Attribute);
            text.AppendLine($"public partial class {Name};");
            return text.ToString();
        }
    }

    public static string Source(IEnumerable<NetworkPlan> plans) =>
        "using DeepTrain;\n\n" + string.Join("\n", plans.Select(plan => plan.Declaration));

    public IReadOnlyList<ReferenceLayer> Build()
    {
        var layers = new List<ReferenceLayer>();
        int width = Inputs;
        for (int i = 0; i < Layers.Count; i++)
        {
            LayerPlan plan = Layers[i];
            // the number counts layers of that kind from 1, named ones included
            int number = Layers.Take(i + 1).Count(other => other.Kind == plan.Kind);
            layers.Add(plan.Build(new LayerPlace(plan.Name ?? plan.Kind.ToLowerInvariant() + number, i, width)));
            width = plan.Outputs(width);
        }

        return layers;
    }

    public override string ToString() => Name;
}
