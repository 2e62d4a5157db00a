using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Declarations;

namespace DeepTrain.Gen.Tests.Conventions;

/// <summary>Attributes of the runtime library and kinds of the generator are two lists of the same things.</summary>
public class KindConventionTests
{
    [Fact]
    public void Every_attribute_has_a_kind_and_every_kind_an_attribute()
    {
        IEnumerable<string> kinds = StepKinds.Layers.Keys
            .Concat(StepKinds.Losses.Keys)
            .Concat(StepKinds.Optimizers.Keys)
            .Append("Input");

        Assert.Equal(
            EveryPropertyTests.StepAttributes.Select(type => type.Name[..^"Attribute".Length]).Order(StringComparer.Ordinal),
            kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_loss_has_a_value_that_descriptions_name() => Assert.Equal(
        StepKinds.Losses.Keys.Order(StringComparer.Ordinal), Enum.GetNames<LossKind>().Order(StringComparer.Ordinal));

    [Fact]
    public void Init_has_the_same_values_on_both_sides() =>
        Assert.Equal(Enum.GetNames<Init>(), Enum.GetNames<Gen.Model.Init>());
}
