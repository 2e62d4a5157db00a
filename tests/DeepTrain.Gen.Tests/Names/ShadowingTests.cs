using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Names;

/// <summary>
/// Whatever a user calls their own, emitted code compiles beside it: types, members, namespaces and aliases with every name
/// that stands in emitted code.
/// </summary>
public class ShadowingTests
{
    // of these the first is straight-line code with a row of its own, the second has teams and tails, the third images
    private static readonly string[] Networks = [EmittedIdentifiers.Networks[0], EmittedIdentifiers.Networks[1], EmittedIdentifiers.Networks[7]];

    /// <summary>Every simple name, but for the members that a network has and leaves to nobody.</summary>
    private static readonly string[] Names =
    [
        .. EmittedIdentifiers.All.Except(EmittedMembers.All.Select(member => member.Name)).Except(["Net", "DeepTrain", "System"]),
    ];

    public static TheoryData<string> Kinds => [.. Surroundings("").Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_at_once(string kind)
    {
        string declared = string.Join("\n", Names.Select(name => Surroundings("@" + name)[kind].Item));
        AssertCompiles(Surroundings("")[kind].Frame.Replace("...", declared, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Step")]
    [InlineData("Layers")]
    [InlineData("Kernels")]
    [InlineData("NetKernels")]
    [InlineData("Generated")]
    [InlineData("_state")]
    [InlineData("s")]
    [InlineData("@float")]
    [InlineData("@global")]
    [InlineData("@nint")]
    [InlineData("@var")]
    [InlineData("@dynamic")]
    [InlineData("नमस्ते")]
    public void A_network_with_an_odd_name(string name) =>
        AssertCompiles($"namespace Game {{ [global::DeepTrain.Network] {Networks[0]} public partial class {name}; }}");

    [Fact]
    public void Types_in_the_namespaces_that_emitted_code_imports() => AssertCompiles($$"""
        namespace System { static class Guard { } static class ProductTiles { } class NetworkState { } }
        namespace System.Runtime.Intrinsics { static class Math { } static class RowCopy { } }
        namespace DeepTrain { static class VectorMath { } static class Unsafe { } class Step { } }
        namespace Game { {NET} }
        """);

    [Fact]
    public void Networks_whose_full_names_differ_in_dots_and_underscores_only() => AssertCompiles($$"""
        namespace A_B { {NET} }
        namespace A.B { {NET} }
        namespace A { partial class B_Net { {NET} } partial class B<T> { {NET} } partial class B<T, U> { {NET} } }
        """);

    [Theory]
    [InlineData("public class Base { public class Net { } } {NET} partial class Net : Base { }")]
    [InlineData("partial class Outer { public class Base { public class Outer { } } {NET} partial class Net : Base { } }")]
    [InlineData("partial class Outer<T> { partial record struct Inner<@class> { {NET} partial class Net { class T { } } } }")]
    [InlineData("namespace DeepTrain.Own { {NET} }")]
    [InlineData("namespace @event.@var { partial class @int { {NET} } }")]
    public void A_network_names_its_own_class_and_no_other(string source) =>
        AssertCompiles(source + " class Use { static T Made<T>() where T : global::DeepTrain.INetwork<T> => T.Create(1); }");

    private static Dictionary<string, (string Frame, string Item)> Surroundings(string name) => new()
    {
        ["types in the namespace"] = ("namespace Game { ... {NET} }", $"public static class {name} {{ }}"),
        ["types in the global namespace"] = ("... namespace Game { {NET} }", $"public enum {name} {{ }}"),
        ["types around the namespace"] = ("namespace Game { ... namespace Models { {NET} } }", $"public struct {name} {{ }}"),
        ["namespaces"] = ("namespace Game { ... {NET} }", $"namespace {name} {{ class Thing; }}"),
        ["generic types"] = ("... namespace Game { {NET} }", $"public class {name}<T> {{ }}"),
        ["global using aliases"] = ("... namespace Game { {NET} }", $"global using {name} = System.String;"),
        ["aliases of attributes"] = ("... namespace Game { {NET} }", $"global using {name} = System.ObsoleteAttribute;"),
        ["global using static"] = (
            "global using static Other.All; namespace Other { public static class All { ... } } namespace Game { {NET} }",
            $"public static int {name} => 1;"),
        ["global using of a namespace"] = (
            "global using Other; namespace Other { ... } namespace Game { {NET} }", $"public class {name} {{ }}"),
        ["properties of the network"] = ("{NET} partial class Net { ... }", $"int {name} {{ get; set; }}"),
        ["methods of the network"] = ("{NET} partial class Net { ... }", $"static void {name}() {{ }}"),
        ["types in the network"] = ("{NET} partial class Net { ... }", $"enum {name} {{ }}"),
        ["members of a base class"] = ("{NET} public class Base { ... } partial class Net : Base { }", $"protected int {name};"),
        ["static members of a base class"] = (
            "{NET} public class Base { ... } partial class Net : Base { }", $"protected static void {name}() {{ }}"),
        ["members of a containing type"] = ("partial class Outer { ... {NET} }", $"public static int {name};"),
        ["types in a containing type"] = ("partial class Outer { ... {NET} }", $"public class {name} {{ }}"),
        ["extension methods"] = (
            "global using Other; namespace Other { public static class All { ... } } namespace Game { {NET} }",
            $"public static void {name}<T>(this T value) {{ }}"),
    };

    internal static void AssertCompiles(string source)
    {
        foreach (string steps in source.Contains("{NET}", StringComparison.Ordinal) ? Networks : [""])
        {
            string network = $"[global::DeepTrain.Network] {steps} public partial class Net {{ }}";
            string[] parts = source.Replace("{NET}", network, StringComparison.Ordinal).Split('\n');
            // usings come first, whatever they were written beside
            string usings = string.Join("\n", parts.Where(line => line.StartsWith("global using", StringComparison.Ordinal)));
            string rest = string.Join("\n", parts.Where(line => !line.StartsWith("global using", StringComparison.Ordinal)));
            CSharpCompilation compilation = CSharpCompilation.Create(
                "User", [TestCompilation.Parse(Qualified(usings + "\n" + rest), "User.cs")],
                TestCompilation.References, TestCompilation.Options);
            GeneratorRun run = GeneratorHarness.Run(compilation);
            Assert.NotEmpty(run.Files);
            Assert.Contains(run.Texts.Values, text => text.Contains("DeepTrain.Generated", StringComparison.Ordinal));
            string errors = string.Join("\n", AnalyzerHarness.Errors(run.Output).Take(3));
            Assert.True(errors.Length == 0, errors);
        }
    }

    /// <summary>The steps with their namespace: what the source declares must not hide them from the test itself.</summary>
    private static string Qualified(string source) => System.Text.RegularExpressions.Regex.Replace(
        source, @"\[([A-Z]\w+)(?=[\](])", "[global::DeepTrain.$1");
}
