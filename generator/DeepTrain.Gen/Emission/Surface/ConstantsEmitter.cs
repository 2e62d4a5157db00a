using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// A network's public constants and nothing else: what another declaration of the same project may use before this network's
/// code is there.
/// </summary>
internal static class ConstantsEmitter
{
    public static string Emit(NetworkSpec spec)
    {
        var writer = new SourceWriter();
        var open = new Stack<IDisposable>();
        if (spec.Header.Namespace is not null)
            open.Push(writer.Block("namespace " + spec.Header.Namespace));
        foreach (ContainingType container in spec.Header.Containers)
            open.Push(writer.Block(container.Declaration));
        open.Push(writer.Block("partial class " + spec.Header.Name));
        foreach ((string name, int value) in Of(spec))
            writer.Line($"public const int {name} = {CSharpLiteral.Of(value)};");
        while (open.Count > 0)
            open.Pop().Dispose();
        return writer.ToString();
    }

    public static IReadOnlyList<(string Name, int Value)> Of(NetworkSpec spec) =>
    [
        ("InputSize", spec.Input.Size), ("OutputSize", spec.Output.Size), ("ParameterCount", spec.ParameterCount),
    ];
}
