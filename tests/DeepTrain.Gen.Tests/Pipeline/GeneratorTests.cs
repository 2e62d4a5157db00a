using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>What the generator takes up, and that nothing makes it throw.</summary>
public class GeneratorTests
{
    [Fact]
    public void A_class_without_the_attribute_gets_nothing() =>
        Assert.Empty(GeneratorHarness.Run("[Input(4)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;").Files);

    [Fact]
    public void An_attribute_of_the_same_name_is_not_ours() => Assert.Empty(GeneratorHarness.Run("""
        namespace Mine
        {
            class NetworkAttribute : Attribute;
            [Network] partial class Net;
        }
        """).Files);

    [Theory]
    [InlineData("A.Net", "namespace A;")]
    [InlineData("Net", "")]
    public void Files_are_named_after_the_class(string prefix, string scope) => Assert.All(
        GeneratorHarness.Run($"{scope} {Networks.WithLayers("[Dense(2)]")}").Files,
        file => Assert.StartsWith(prefix + ".", file.HintName, StringComparison.Ordinal));

    [Fact]
    public void Types_and_namespaces_around_the_network_hide_none_of_those_that_emitted_code_uses()
    {
        string network = Networks.WithLayers("[Dense(70)] [ReLU] [Dropout(0.5f)] [Dense(2)]");

        GeneratorRun run = GeneratorHarness.Run($$"""
            class Unsafe; class GC; class Vector512; class ProductTiles;
            namespace Game { class Guard; class Buffer; class Prefetch; }
            namespace Game.Math { class Angle; }
            namespace Game.Models { {{network}} }
            """);

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
    }

    [Fact]
    public void Classes_that_differ_in_case_only_get_files_of_their_own()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Networks.WithHeader("partial class Net"), Networks.WithHeader("partial class NET"));

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.NotEmpty(run.Output.GetTypeByMetadataName("Net")!.GetMembers("Predict"));
        Assert.NotEmpty(run.Output.GetTypeByMetadataName("NET")!.GetMembers("Predict"));
    }

    [Fact]
    public void Containers_that_differ_in_type_parameters_only_get_files_of_their_own()
    {
        string net = Networks.WithHeader("partial class Net");

        GeneratorRun run = GeneratorHarness.Run($$"""
            partial class Outer { {{net}} }
            partial class Outer<T> { {{net}} }
            partial class Outer<T, U> { {{net}} }
            """);

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.Equal(3, run.Files.Select(file => file.HintName.Split("+Net.")[0]).Distinct().Count());
    }

    [Fact]
    public void The_attribute_on_two_parts_is_taken_up_once()
    {
        GeneratorRun run = GeneratorHarness.Run(Networks.WithHeader("partial class Net"), "[Network] partial class Net;");

        Assert.Equal(["CS0579"], AnalyzerHarness.Errors(run.Output).Select(error => error.Id));
    }

    [Fact]
    public void A_valid_network_compiles_without_a_warning() =>
        Assert.Empty(AnalyzerHarness.WarningsAndErrors(GeneratorHarness.Run(Networks.Digits).Output));

    [Theory]
    [InlineData("namespace A.B;", "partial class Net")]
    [InlineData("", "internal sealed partial class @event")]
    [InlineData("namespace @namespace.@class;", "public partial class @record")]
    [InlineData("", "public partial class Größe")]
    public void Any_name_compiles(string scope, string header)
    {
        GeneratorRun run = GeneratorHarness.Run($"{scope} {Networks.WithHeader(header)}");

        Assert.Empty(AnalyzerHarness.WarningsAndErrors(run.Output));
        Assert.NotEmpty(run.Files);
    }

    [Theory]
    [InlineData("partial class Outer")]
    [InlineData("static partial class Outer")]
    [InlineData("partial struct Outer")]
    [InlineData("partial record Outer(int Value)")]
    [InlineData("readonly partial record struct Outer")]
    [InlineData("partial interface IOuter<T>")]
    [InlineData("partial class Outer<T> where T : class, new()")]
    public void A_network_compiles_in_any_container(string container)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $$"""public {{container}} { {{Networks.WithHeader("public partial class Net")}} }""");

        Assert.Empty(AnalyzerHarness.WarningsAndErrors(run.Output));
        Assert.NotEmpty(run.Files);
    }

    [Fact]
    public void A_network_may_have_members_of_its_own()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Networks.WithHeader("public partial class Net"),
            """
            partial class Net
            {
                private readonly int _count;
                public Net(int count) : this() => _count = count;
                public int Count => _count;
                public float Loss() => 0;
                public void Save(System.IO.Stream stream) => stream.WriteByte(1);
            }
            """);

        Assert.Empty(AnalyzerHarness.WarningsAndErrors(run.Output));
    }
    [Fact]
    public void Half_typed_source_does_no_harm()
    {
        string source = Networks.Digits;

        for (int length = 0; length <= source.Length; length++)
            GeneratorHarness.Run(source[..length]);
    }

    [Fact]
    public void Source_with_holes_does_no_harm()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            int start = random.Next(Networks.Digits.Length), length = random.Next(1, 12);
            string holed = Networks.Digits.Remove(start, Math.Min(length, Networks.Digits.Length - start));
            CSharpCompilation compilation = TestCompilation.Create(holed);
            GeneratorHarness.Run(compilation);
        }
    }
}
