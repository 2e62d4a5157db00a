using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Losses;

/// <summary>A loss that is the mean of a function of one output and one target.</summary>
internal abstract record ElementwiseLoss : LossSpec
{
    public override string MeanOver => "rows and outputs";

    public override bool AveragesOutputs => true;

    /// <summary>
    /// Writes statements for one vector; returns the loss and its derivative by the output, both without the mean.
    /// </summary>
    protected abstract (string Loss, string Gradient) Element(ElementCode code, string y, string t);

    public override void EmitRow(SourceWriter writer, VectorType v, int outputs, bool labels)
    {
        writer.Line($"{v.Float} sum = {v.Zero};");
        ColumnLoop.Emit(writer, v, outputs, (offset, mask) =>
        {
            var code = new ElementCode(v);
            (string loss, string gradient) = Element(code, "output", "target");
            writer.Line($"{v.Float} output = {v.Load("z", offset)};");
            writer.Line($"{v.Float} target = {v.Load("t", offset)};");
            writer.Lines(code.Constants).Lines(code.TakeBody());
            string scaled = $"{gradient} * {v.Broadcast("scale")}";
            writer.Line($"{v.Load("d", offset)} = {(mask is null ? scaled : v.Select(mask, scaled, v.Zero))};");
            writer.Line($"sum += {(mask is null ? loss : v.Select(mask, loss, v.Zero))};");
        }, padding: offset => writer.Line($"{v.Load("d", offset)} = {v.Zero};"));
        writer.Line($"s->RowLosses[row] = {v.Across("Sum", "sum", outputs)};");
    }
}
