using System.Collections.Immutable;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>Sends the input's shape through the layers and settles what depends on a layer's neighbours.</summary>
internal static class LayerChain
{
    /// <summary>The diagnostic property that says what would mend a shape: the code fix reads it.</summary>
    public const string MendProperty = "Mend";

    public const string MendByFlatten = "Flatten";

    private const string Uncountable = "too large to be counted";

    /// <summary>The layers with shapes and inits; fewer of them if one cannot take its input.</summary>
    public static IReadOnlyList<LayerSpec> Connect(
        string network, DeclaredStep inputStep, Shape input, IReadOnlyList<DeclaredStep> steps,
        IReadOnlyList<LayerSpec> layers, Problems problems)
    {
        var connected = new List<LayerSpec>();
        Shape shape = input;
        if (inputStep.Arguments.HasProblems || !Sizes.Fits(input))
        {
            if (!inputStep.Arguments.HasProblems)
                ReportSize(inputStep, $"{input} numbers a row", problems);
            return connected;
        }

        long numbers = input.Size, parameters = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            // what a layer with a bad argument gives is not known, so nothing is said of those behind it
            if (steps[i].Arguments.HasProblems)
                return connected;

            LayerSpec? layer = Connect(network, steps[i], layers[i], shape, problems);
            if (layer is null)
                return connected;

            numbers += layer.Output.Size;
            parameters += Sizes.InMemory(layer);
            if (numbers > int.MaxValue || parameters > int.MaxValue)
            {
                string size = parameters > int.MaxValue
                    ? $"{CSharpLiteral.Grouped(parameters)} parameters up to here"
                    : $"{CSharpLiteral.Grouped(numbers)} numbers a row up to here";
                ReportSize(steps[i], size, problems);
                return connected;
            }

            shape = layer.Output;
            connected.Add(layer.ResolveInit(layers.Skip(i + 1)));
        }

        return connected;
    }

    private static LayerSpec? Connect(string network, DeclaredStep step, LayerSpec layer, Shape input, Problems problems)
    {
        if (!Sizes.TryInfer(layer, input, out Shape? output, out string? problem))
        {
            ReportSize(step, Uncountable, problems);
            return null;
        }

        if (output is null)
        {
            ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
            if (!input.IsFlat && Sizes.TryInfer(layer, Shape.Flat(input.Size), out Shape? flat, out _) && flat is not null)
                properties = properties.Add(MendProperty, MendByFlatten);
            problems.Add(
                DeclarationRules.ShapeMismatch, step.Attribute, properties,
                step.Name, network, input, problem ?? "it cannot take them");
            return null;
        }

        LayerSpec connected = layer with { Input = input, Output = output.Value };
        if (Sizes.Fits(output.Value) && Sizes.InMemory(connected) <= int.MaxValue)
            return connected;
        ReportSize(step, Uncountable, problems);
        return null;
    }

    private static void ReportSize(DeclaredStep step, string size, Problems problems) => problems.Add(
        DeclarationRules.ArgumentRange, step.Attribute, (string?)null,
        "The size", step.Name, size, $"at most {CSharpLiteral.Grouped(int.MaxValue)}");
}
