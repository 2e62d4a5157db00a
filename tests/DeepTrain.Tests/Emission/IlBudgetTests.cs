using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Networks;

namespace DeepTrain.Tests.Emission;

/// <summary>
/// Every emitted method stays small enough to be optimised: at 20,000 IL instructions the just-in-time compiler turns its
/// optimiser off, and the code becomes 5 to 10 times slower.
/// </summary>
public sealed class IlBudgetTests
{
    private const int MostInstructions = 12_000;
    private const int MostLocals = 400;

    public static TheoryData<int> Families => new(Enumerable.Range(0, Catalogue.Families.Count));

    [Theory]
    [MemberData(nameof(Families))]
    public void Methods_of_small_networks_stay_within_the_budget(int family) =>
        CheckBudget(Catalogue.Compiled(Catalogue.Families[family]).Image);

    [Fact]
    public void Methods_of_big_networks_stay_within_the_budget() => CheckBudget(BehaviourNetworks.Compiled.Image);

    [Fact]
    public void Instructions_and_locals_are_counted_as_they_are()
    {
        byte[] image = File.ReadAllBytes(typeof(IlBudgetTests).Assembly.Location);
        IReadOnlyList<IlMethod> methods = IlMethods.In(image);
        IlMethod empty = Named(nameof(Empty)), longer = Named(nameof(SixLocals));
        Assert.InRange(empty.Instructions, 1, 2);
        Assert.Equal(0, empty.Locals);
        Assert.True(longer.Locals >= 6, $"{longer.Locals} locals");
        Assert.True(longer.Instructions >= 30, $"{longer.Instructions} instructions");

        IlMethod Named(string name) => methods.Single(method => method.Name.EndsWith("." + name, StringComparison.Ordinal));
    }

    private static void CheckBudget(byte[] image)
    {
        IReadOnlyList<IlMethod> methods = IlMethods.In(image);
        Assert.NotEmpty(methods);
        Assert.DoesNotContain(methods, method => method.Instructions > MostInstructions || method.Locals > MostLocals);
    }

    private static void Empty()
    {
    }

    private static int SixLocals(ReadOnlySpan<int> from)
    {
        int a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5];
        (a, b, c, d, e, f) = (f, e, d, c, b, a);
        return a - b * (c - d * (e - f)) + b * a;
    }
}
