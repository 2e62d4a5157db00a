namespace DeepTrain.Gen.Tests.Names;

/// <summary>
/// The same for the types that emitted code names, one by one; a class of its own, so that it runs beside <see cref="ShadowingTests"/>.
/// </summary>
public class ShadowedTypeTests
{
    private static readonly string[] Types =
        [.. Emission.KernelUsings.Names, "Span", "ReadOnlySpan", "Vector128", "MethodImpl", "SkipLocalsInit", "StructLayout"];

    public static TheoryData<string> TypeNames => [.. Types];

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_type_or_an_attribute_or_a_network_one_by_one(string name)
    {
        ShadowingTests.AssertCompiles($"namespace Game {{ public enum {name} {{ }} {Small("Net")} }} public static class {name} {{ }}");
        ShadowingTests.AssertCompiles($"global using {name} = System.ObsoleteAttribute;\nnamespace Game {{ {Small("Net")} }}");
        ShadowingTests.AssertCompiles(Small(name));
    }

    private static string Small(string name) =>
        $"[global::DeepTrain.Network] {EmittedIdentifiers.Networks[3]} public partial class {name};";
}
