using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints what is done for the one to four units of a layer that lie apart (<see cref="NetworkPlan.TailOf"/>): calls of the
/// runtime library, by whoever works on the layer's last panel.
/// </summary>
internal sealed class TailEmitter(NetworkPlan plan, VectorType v)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);

    /// <summary>The call that computes the tail's columns of a layer's product.</summary>
    public string Product(LinearLayer linear, string x, int stride, ValueBuffer target)
    {
        int column = Column(linear);
        string bias = linear.Bias ? Address.At("s->Parameters", linear.PascalName + "Bias") + column : "null";
        string y = Address.At(target.Pointer, column);
        return $"{Import.TailUnits}.Product{_bits}({x}, {stride}, &s->Parameters[{Weights(linear)}], "
            + $"inputs: {linear.Inputs}, units: {plan.TailOf(linear)}, {bias}, {y}, {target.Stride}, s->Rows);";
    }

    /// <summary>
    /// The product with the last panel, and a pass over its columns for an activation that otherwise rides in the product.
    /// </summary>
    public void EmitProduct(SourceWriter writer, Stage stage, ValueBuffer target)
    {
        LinearLayer linear = stage.Linear!;
        (string x, int stride) = plan.InputOf(stage);
        writer.Line($"// {Units(linear)} by dot products: a vector of 16 units would be mostly empty");
        WithLastPanel(writer, "panel", stage, () =>
        {
            writer.Line(Product(linear, x, stride, target));
            int column = Column(linear);
            string activation = ColumnPassEmitter.ForwardMethod(stage, 0, v);
            if (stage.Epilogue is not null)
                writer.Line($"{activation}(s, {column}, {column + PanelShape.Granule}, 0);");
        });
    }

    /// <summary>
    /// The weight gradient with the last panel. It goes to memory even if an update follows, for it is small.
    /// </summary>
    public void EmitGradient(SourceWriter writer, Stage stage, bool update, string panel = "index")
    {
        LinearLayer linear = stage.Linear!;
        (string x, int stride) = plan.InputOf(stage);
        int tail = plan.TailOf(linear), row = PanelShape.Padded(linear.Inputs);
        string length = tail == 1 ? CSharpLiteral.Of(row) : $"{tail} * {row}";
        string delta = Address.At(stage.ProductDelta.Pointer, Column(linear));
        writer.Line($"// {Units(linear)}: {(tail == 1 ? "its weights are a row" : "a row of weights each")}");
        WithLastPanel(writer, panel, stage, () =>
        {
            writer.Line($"int tail = {Weights(linear)};");
            writer.Line($"{Import.TailUnits}.Gradient{_bits}({x}, {stride}, {delta}, {stage.ProductDelta.Stride}, s->Rows, "
                + $"inputs: {linear.Inputs}, units: {tail}, &s->Gradients[tail]);");
            if (PenaltyCode.Has(linear))
                PenaltyCode.EmitPass(writer, v, linear, "tail", length);
            if (update)
                writer.Line($"UpdateRange{_bits}(s, tail, tail + {length}, 1f);");
        });
    }

    private static void WithLastPanel(SourceWriter writer, string panel, Stage stage, Action emit)
    {
        if (stage.Panels == 1)
        {
            emit();
            return;
        }

        using (writer.Block($"if ({panel} == {stage.Panels - 1})"))
            emit();
    }

    private string Units(LinearLayer linear)
    {
        int tail = plan.TailOf(linear);
        return (tail == linear.Units, tail) switch
        {
            (true, 1) => "the only unit",
            (true, _) => $"all {tail} units",
            (false, 1) => "the last unit",
            _ => $"the last {tail} units",
        };
    }

    private static int Column(LinearLayer linear) => PanelShape.Padded(linear.Units) - PanelShape.Granule;

    // where its rows begin among all parameters: PanelShape.TailStart, told as what it is
    private static string Weights(LinearLayer linear) =>
        linear.PascalName + "Weight" + (Column(linear) > 0 ? $" + {Column(linear)} * {linear.Inputs}" : "");
}
