using System.Text;

namespace DeepTrain.Tests.Reference;

/// <summary>A network as declared: it prints its class and builds its reference.</summary>
internal sealed record NetworkPlan(
    string Name, int Inputs, IReadOnlyList<LayerPlan> Layers, LossPlan Loss, OptimizerPlan Optimizer)
{
    public ulong? Seed { get; init; }

    /// <summary>The shape of the input where it is an image.</summary>
    public Dims? Image { get; init; }

    /// <summary>A network on images.</summary>
    public static NetworkPlan OfImages(
        string name, Dims image, IReadOnlyList<LayerPlan> layers, LossPlan loss, OptimizerPlan optimizer) =>
        new(name, image.Size, layers, loss, optimizer) { Image = image };

    private Dims Input => Image ?? Dims.Flat(Inputs);

    public int Outputs => Layers.Aggregate(Input, (shape, layer) => layer.Output(shape)).Size;

    public string Declaration
    {
        get
        {
            var text = new StringBuilder();
            text.AppendLine($"/// <summary>{Name}.</summary>");
            text.AppendLine(Seed is { } seed ? $"[Network(Seed = {seed}UL)]" : "[Network]");
            text.AppendLine(Image is { } image ? $"[Input({image.Channels}, {image.Height}, {image.Width})]" : $"[Input({Inputs})]");
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
        // what flattens its input before anything looks at places has features throughout
        LayerPlan? first = Layers.FirstOrDefault(layer =>
            layer is Flatten or Conv2D or PoolPlan or BatchNorm or PReLU { PerUnit: true });
        Dims shape = first is Flatten ? Dims.Flat(Inputs) : Input;
        for (int i = 0; i < Layers.Count; i++)
        {
            LayerPlan plan = Layers[i];
            // the number counts layers of that kind from 1, named ones included
            int number = Layers.Take(i + 1).Count(other => other.Kind == plan.Kind);
            layers.Add(plan.Build(new LayerPlace(plan.Name ?? plan.NameStem + number, i, shape)));
            shape = plan.Output(shape);
        }

        return layers;
    }

    public override string ToString() => Name;
}
