using System.Reflection;
using DeepTrain.Gen.Text;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Declarations;

/// <summary>
/// Attribute and generator hold the same defaults twice: once for IntelliSense, once for the compiler. Every settable
/// property of every step attribute there is, found by reflection.
/// </summary>
public class EveryPropertyTests
{
    /// <summary>Not given means the default of the init, which no number says.</summary>
    private const string ScaleOfInit = nameof(LinearLayerAttribute.InitScale);

    public static IEnumerable<Type> StepAttributes => typeof(StepAttribute).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(StepAttribute)) && !type.IsAbstract);

    public static IEnumerable<object[]> Properties =>
        from type in StepAttributes
        from property in SettableProperties(type)
        select new object[] { type.Name, property.Name };

    public static IEnumerable<object[]> PropertiesWithDefault => Properties.Where(row => !ScaleOfInit.Equals(row[1]));

    [Theory]
    [MemberData(nameof(PropertiesWithDefault))]
    public void A_property_set_to_its_default_changes_nothing(string attribute, string property)
    {
        object instance = Create(TypeOf(attribute));
        object? value = TypeOf(attribute).GetProperty(property)!.GetValue(instance);

        Assert.Equal(Read(attribute, ""), Read(attribute, $"{property} = {Literal(value)}"));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_property_set_to_something_else_is_read(string attribute, string property)
    {
        // Nesterov alone is an error
        string others = property == nameof(SGDAttribute.Nesterov) ? "Momentum = 0.5f" : "";
        string other = Literal(Other(TypeOf(attribute).GetProperty(property)!, Create(TypeOf(attribute))));
        string both = string.Join(", ", new[] { others, $"{property} = {other}" }.Where(text => text != ""));

        Assert.NotEqual(Read(attribute, others), Read(attribute, both));
    }

    /// <summary>The records of a network with this attribute as text, which shows every value.</summary>
    private static string Read(string attributeName, string properties)
    {
        Type type = TypeOf(attributeName);
        string arguments = string.Join(", ", new[] { RequiredArguments(type), properties }.Where(text => text != ""));
        string step = $"[{attributeName[..^"Attribute".Length]}({arguments})]";
        if (type.IsSubclassOf(typeof(LayerAttribute)))
            return Layer(step, WorksOnImages(type) ? "2, 9, 9" : "4").ToString();
        return type.IsSubclassOf(typeof(LossAttribute)) ? Parsing.Loss(step).ToString() : Parsing.Optimizer(step).ToString();
    }

    private static bool WorksOnImages(Type type) => type.Name.Contains("2D", StringComparison.Ordinal);

    /// <summary>The layer before one that learns: a network of frozen layers is an error.</summary>
    private static Gen.Model.LayerSpec Layer(string step, string input) => Parsing.Spec(Networks.WithSteps(
        $"[Input({input})] {step} [Flatten] [Dense(4)] [MeanSquaredError] [SGD]")).Layers[0]
        with { PascalName = "", LocalStem = "" };

    private static Type TypeOf(string name) => StepAttributes.Single(type => type.Name == name);

    private static IEnumerable<PropertyInfo> SettableProperties(Type type) =>
        type.GetProperties().Where(property => property.CanWrite);

    private static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().OrderBy(c => c.GetParameters().Length).First();

    private static object Create(Type type) => Constructor(type).Invoke(
        [.. Constructor(type).GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : Sample(p.ParameterType))]);

    private static string RequiredArguments(Type type) => string.Join(
        ", ",
        Constructor(type).GetParameters().Where(p => !p.HasDefaultValue).Select(p => Literal(Sample(p.ParameterType))));

    private static object Sample(Type type) => type == typeof(int) ? (object)3 : 0.5f;

    private static object Other(PropertyInfo property, object instance) => property.GetValue(instance) switch
    {
        bool flag => !flag,
        float number => number == 0.125f ? 0.25f : 0.125f,
        int number => number + 1,
        null => "another",
        Enum value => Enum.ToObject(value.GetType(), 1),
        object value => throw new NotSupportedException($"No other value than {value}"),
    };

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool flag => CSharpLiteral.Of(flag),
        float number => CSharpLiteral.Of(number),
        int number => CSharpLiteral.Of(number),
        string text => CSharpLiteral.Of(text),
        Enum symbol => $"DeepTrain.{symbol.GetType().Name}.{symbol}",
        _ => throw new NotSupportedException($"No literal for {value}"),
    };
}
