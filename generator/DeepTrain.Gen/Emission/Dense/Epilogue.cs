using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>An activation and its derivative for one vector.</summary>
/// <param name="Activation">The layer, without what only tells it apart from another with equal arguments.</param>
internal sealed record EpilogueShape(VectorType V, LayerSpec Activation) : MethodShape
{
    /// <summary>The functions for a stage's epilogue; the derivative's name goes on with <c>Gradient</c>.</summary>
    public static SharedMethod MethodOf(VectorType v, Stage stage) => new(stage.Chain[0].PascalName, Of(v, stage));

    public static EpilogueShape Of(VectorType v, Stage stage) => new(
        v, stage.Chain[0] with { Name = "_", PascalName = "", LocalStem = "", Input = default, Output = default });
}

/// <summary>How a product's sums go through an activation, or back through it, before they are stored.</summary>
/// <param name="ReadsOutput">Whether the activation's output is read, too, as its derivative may be taken of that.</param>
/// <param name="ComesAfterSums">
/// Whether a tile of more sums than <see cref="Machine.SumsBesideActivation"/> stores them first, and reads them again: while a function
/// of the library runs among them, the JIT keeps some on the stack, in the loop before it as well.
/// </param>
internal sealed record Epilogue(EpilogueShape Shape, bool IsBackward, bool ReadsOutput, bool ComesAfterSums)
{
    public static Epilogue? Forward(VectorType v, Stage stage) => stage.Epilogue is { } activation
        ? new Epilogue(EpilogueShape.Of(v, stage), IsBackward: false, ReadsOutput: false, v.Bits == 128 && CallsLibrary(v, activation))
        : null;

    public static Epilogue? Backward(VectorType v, Stage stage) => stage.Epilogue is { } activation
        ? new Epilogue(EpilogueShape.Of(v, stage), IsBackward: true, (activation.Needs & Saved.Output) != 0, ComesAfterSums: false)
        : null;

    /// <summary>The function, for a sum and what is read of the output.</summary>
    public Func<string, string, string> In(SharedMethods.FileMethods methods)
    {
        string name = methods.NameOf(Shape);
        return (sum, output) => IsBackward
            ? $"{name}Gradient({sum}{(ReadsOutput ? ", " + output : "")})"
            : $"{name}({sum})";
    }

    private static bool CallsLibrary(VectorType v, IElementwise activation) =>
        Import.During(() => activation.Forward(new ElementCode(v), "input")).Contains(nameof(Import.VectorMath));
}
