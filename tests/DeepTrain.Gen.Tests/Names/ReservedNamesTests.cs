using System.Text.RegularExpressions;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Names;

/// <summary>The names that layers must keep clear of are exactly those that the emitted code uses for itself.</summary>
public partial class ReservedNamesTests
{
    // layers called so that their part of a name is seen at once
    private const string Mark = "zz";

    [Fact]
    public void Members_and_types_are_listed() => AssertSame(
        [.. KernelUsings.Names, .. Declared(locals: false)], ReservedNames.Members);

    [Fact]
    public void Local_variables_are_listed() => AssertSame(Declared(locals: true), ReservedNames.Locals);

    [Fact]
    public void No_member_could_be_a_local_variable()
    {
        Assert.All(ReservedNames.Members, name => Assert.True(char.IsUpper(name[0]), name));
        Assert.All(ReservedNames.Locals, name => Assert.True(!char.IsUpper(name[0]), name));
    }

    /// <summary>
    /// What <c>LayerStems</c> relies on: behind a layer's part, the name goes on with a capital letter and has no underscore,
    /// or ends.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_follows_a_layers_part_is_a_word_in_Pascal_case(bool locals) => Assert.All(
        AllDeclared(locals).Where(IsOfLayer), name => Assert.Matches("^[zZ]z[0-9]+(([A-Z][A-Za-z0-9]*)(_[0-9]+)?)?$", name));

    private static void AssertSame(IEnumerable<string> emitted, IEnumerable<string> listed)
    {
        string[] expected = [.. emitted.Distinct().Order(StringComparer.Ordinal)];
        string[] actual = [.. listed.Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(actual),
            $"missing: {string.Join(", ", expected.Except(actual).Select(n => $"\"{n}\""))}\n"
            + $"gone: {string.Join(", ", actual.Except(expected))}\ntwice: {actual.Length - actual.Distinct().Count()}");
    }

    private static IEnumerable<string> Declared(bool locals) => AllDeclared(locals)
        .Where(name => !IsOfLayer(name) && !(locals && ReservedNames.IsRegister(name)))
        .Select(name => NumberedAgain().Replace(name, ""));

    private static bool IsOfLayer(string name) => name.StartsWith(Mark, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> AllDeclared(bool locals) => EmittedIdentifiers.Networks
        .SelectMany(steps => EmittedIdentifiers.Trees(EmittedIdentifiers.Run(WithMarkedLayers(steps))))
        .Where(tree => tree.ToString().Contains("namespace DeepTrain.Generated", StringComparison.Ordinal))
        .SelectMany(tree => EmittedIdentifiers.Declared(tree, locals))
        .Distinct();

    private static string WithMarkedLayers(string steps)
    {
        int number = 0;
        return Step().Replace(steps, step => IsLayer(step.Groups[1].Value)
            ? $"[{step.Groups[1].Value}({Arguments(step.Groups[2].Value)}Name = \"{Mark}{++number}\")]"
            : step.Value);

        static string Arguments(string given) => given.Length == 0 ? "" : given + ", ";
        static bool IsLayer(string name) => Layers.LayerKinds.All.Any(kind => kind.Name == name);
    }

    [GeneratedRegex(@"\[(\w+)(?:\(([^)]*)\))?\]")]
    private static partial Regex Step();

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex NumberedAgain();
}
