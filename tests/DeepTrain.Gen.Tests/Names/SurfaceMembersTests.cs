using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Names;

/// <summary>What a class must leave free is exactly what is emitted into it.</summary>
public class SurfaceMembersTests
{
    [Theory]
    [InlineData("[SoftmaxCrossEntropy]", true)]
    [InlineData("[MeanSquaredError]", false)]
    public void Members_that_are_emitted_are_those_that_are_reserved(string loss, bool takesLabels)
    {
        GeneratorRun run = GeneratorHarness.Run($"[Network] [Input(4)] [Dense(3)] {loss} [SGD] public partial class Net;");
        INamedTypeSymbol net = run.Output.GetTypeByMetadataName("Net")!;

        string[] emitted = [.. net.GetMembers()
            .Where(member => member.DeclaredAccessibility == Accessibility.Public
                && member is not IMethodSymbol { AssociatedSymbol: not null })
            .Select(Key)
            .Order(StringComparer.Ordinal)];
        string[] reserved = [.. EmittedMembers.All
            .Where(member => takesLabels || !member.ForLabels)
            .Select(member => member.Key)
            .Order(StringComparer.Ordinal)];

        Assert.Equal(reserved, emitted);
        Assert.Equal(["_state"], net.GetMembers()
            .Where(member => member is not IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation }
                and not IPropertySymbol { ExplicitInterfaceImplementations.Length: > 0 }
                and not IMethodSymbol { AssociatedSymbol: not null }
                && member.DeclaredAccessibility != Accessibility.Public)
            .Select(member => member.Name));
        Assert.Empty(net.GetTypeMembers());
    }

    [Theory]
    [InlineData("int _state = 1; public int Use => _state;", "")]
    [InlineData("int _state = 1, _state2 = 2; public int Use => _state + _state2;", "")]
    [InlineData("", "protected int _state;")]
    [InlineData("", "private int _state = 3; public int Use => _state;")]
    [InlineData("void _state() { }", "internal static class _state2;")]
    public void The_one_private_field_gets_a_name_that_is_free(string own, string inherited)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $$"""public class Base { {{inherited}} }""", Gen.Tests.Harness.Networks.WithMembers(own, "public partial class Net : Base"));

        Assert.DoesNotContain(
            AnalyzerHarness.WarningsAndErrors(run.Output), diagnostic => diagnostic.Id is not ("CS0649" or "CS0169"));
    }

    [Fact]
    public void Emitted_members_and_kernels_say_who_wrote_them_and_ask_for_no_coverage()
    {
        GeneratorRun run = GeneratorHarness.Run(Gen.Tests.Harness.Networks.Digits, "partial class Digits { public int Own => 1; }");
        INamedTypeSymbol net = run.Output.GetTypeByMetadataName("Digits")!;
        INamedTypeSymbol kernels = run.Output.GetTypeByMetadataName("DeepTrain.Generated.DigitsKernels")!;

        Assert.Contains("GeneratedCodeAttribute", Attributes(kernels));
        Assert.Contains("ExcludeFromCodeCoverageAttribute", Attributes(kernels));
        Assert.DoesNotContain("GeneratedCodeAttribute", Attributes(net));
        Assert.Empty(Attributes(net.GetMembers("Own").Single()));
        foreach (ISymbol member in net.GetMembers().Where(member =>
            member.Name != "Own" && member is IMethodSymbol { AssociatedSymbol: null } or IPropertySymbol { Name: not "Own" }))
        {
            Assert.Contains("GeneratedCodeAttribute", Attributes(member));
            Assert.Contains("ExcludeFromCodeCoverageAttribute", Attributes(member));
        }
    }

    private static IEnumerable<string> Attributes(ISymbol symbol) =>
        symbol.GetAttributes().Select(attribute => attribute.AttributeClass!.Name);

    private static string Key(ISymbol member) => member is IMethodSymbol method
        ? $"{method.Name}({string.Join(", ", method.Parameters.Select(parameter =>
            parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)))})"
        : member.Name;
}
