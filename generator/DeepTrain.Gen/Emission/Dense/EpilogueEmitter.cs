using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints an activation and its derivative for one vector: what a product's epilogue calls.</summary>
internal static class EpilogueEmitter
{
    /// <summary>Stands between the stores of sums and the activations that read them.</summary>
    public const string AfterSums = "// the sums have left their registers, which the activation needs";

    /// <summary>
    /// The function an epilogue calls: this activation's own, or that of an earlier one with equal arguments.
    /// </summary>
    public static string Name(SharedMethods shared, VectorType v, Stage stage, out bool isNew) =>
        shared.Name(stage.Chain[0].PascalName, $"epilogue {v.Bits} {Key(stage)}", out isNew);

    /// <summary>The record prints all its arguments; name and shape do not matter.</summary>
    public static string Key(Stage stage) =>
        (stage.Chain[0] with { Name = "_", PascalName = "", LocalStem = "", Input = default, Output = default }).ToString();

    /// <summary>
    /// Whether a tile of more sums than <see cref="Machine.SumsBesideActivation"/> stores them before the activation, and reads
    /// them again: while a function of the library runs among them, the JIT keeps some on the stack, in the loop before it as well.
    /// </summary>
    public static bool ComesAfterSums(VectorType v, Stage stage)
    {
        if (v.Bits != 128 || stage.Epilogue is not { } activation)
            return false;
        var code = new ElementCode(v);
        activation.Forward(code, "input");
        return code.CallsLibrary;
    }

    public static void Emit(SourceWriter writer, SharedMethods shared, VectorType v, Stage stage)
    {
        IElementwise activation = stage.Epilogue!;
        string name = Name(shared, v, stage, out _);
        EmitFunction(
            $"// {stage.Chain[0].Kind}: y = {activation.Formula}", name, $"{v.Float} input",
            code => activation.Forward(code, "input"));
        bool readsOutput = (activation.Needs & Saved.Output) != 0;
        EmitFunction(
            $"// {stage.Chain[0].Kind}: dy/dx = {activation.Derivative}", name + "Gradient",
            $"{v.Float} gradient{(readsOutput ? $", {v.Float} output" : "")}",
            code => activation.Backward(code, "gradient", "", "output"));

        void EmitFunction(string comment, string function, string parameters, Func<ElementCode, string> body)
        {
            var code = new ElementCode(v);
            string result = body(code);
            writer.Line(comment);
            writer.Line(TileCode.InlinedAttribute);
            using (writer.Block($"private static {v.Float} {function}({parameters})"))
            {
                writer.Lines(code.Constants).Lines(code.TakeBody());
                writer.Line($"return {result};");
            }

            writer.Line();
        }
    }
}
