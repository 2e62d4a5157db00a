using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints an activation and its derivative for one vector: what a product's epilogue calls.</summary>
internal static class EpilogueEmitter
{
    /// <summary>Stands between the stores of sums and the activations that read them.</summary>
    public const string AfterSums = "// the sums have left their registers, which the activation needs";

    /// <summary>Writes both functions if they are this file's own.</summary>
    public static void Emit(SourceWriter writer, SharedMethods.FileMethods methods, VectorType v, Stage stage)
    {
        IElementwise activation = stage.Epilogue!;
        SharedMethod method = EpilogueShape.MethodOf(v, stage);
        if (!methods.IsOwn(method))
            return;
        EmitFunction(
            $"// {stage.Chain[0].Kind}: y = {activation.Formula}", method.Name, $"{v.Float} input",
            code => activation.Forward(code, "input"));
        bool readsOutput = (activation.Needs & Saved.Output) != 0;
        EmitFunction(
            $"// {stage.Chain[0].Kind}: dy/dx = {activation.Derivative}", method.Name + "Gradient",
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
