using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Every kind of step that the library has stands in the networks that are compared with the reference.</summary>
public sealed class CompletenessTests
{
    private static readonly string[] Kinds =
    [
        .. typeof(StepAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(StepAttribute)) && !type.IsAbstract && type != typeof(InputAttribute))
            .Select(type => type.Name[..^nameof(Attribute).Length]),
    ];

    public static TheoryData<string> Sources => ["catalogue", "random"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_layer_loss_and_optimizer_is_compared(string source)
    {
        IEnumerable<NetworkPlan> plans = source == "catalogue"
            ? Catalogue.All
            : [.. RandomPlans.Draw(300), .. RandomImagePlans.Draw(45)];
        HashSet<string> there =
        [
            .. plans.SelectMany(plan => plan.Layers.Select(layer => layer.Kind).Append(plan.Loss.Kind).Append(plan.Optimizer.Kind)),
        ];

        Assert.Superset(Kinds.ToHashSet(), there);
    }

    [Fact]
    public void Every_init_is_compared() => Assert.Superset(
        Enum.GetValues<Init>().ToHashSet(), Catalogue.All.SelectMany(plan => plan.Layers).OfType<LinearPlan>().Select(layer => layer.Init).ToHashSet());
}
