using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>The forms of a layer's weight gradient.</summary>
internal enum GradientForm
{
    /// <summary>Stored by the runtime library's tiles.</summary>
    ByLibrary,

    /// <summary>Stored by emitted tiles.</summary>
    Stored,

    /// <summary>Handed to the optimizer by emitted tiles.</summary>
    Updated,
}

/// <summary>The tiles that a layer's weight gradient is cut into, and the methods for them.</summary>
internal sealed class WeightGradientTiles(NetworkPlan plan, VectorType v)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);

    /// <summary>The form that has emitted tiles.</summary>
    public GradientForm Form => plan.UpdatesTiles ? GradientForm.Updated : GradientForm.Stored;

    public IReadOnlyList<int> PanelWidths(LinearLayer linear) => TilePolicy.PanelWidths(linear.Units, plan.TailOf(linear));

    public bool FusesBias(Stage stage, GradientForm form) =>
        plan.Parameters.FusesBiases && stage.Linear!.Bias && form != GradientForm.ByLibrary;

    public PanelTiles Of(Stage stage, int width, GradientForm form) =>
        PanelTiles.Of(plan, v, stage, width, form == GradientForm.Updated, FusesBias(stage, form));

    /// <summary>The methods for a stage's tiles.</summary>
    public IEnumerable<SharedMethod> Methods(Stage stage)
    {
        foreach (int width in PanelWidths(stage.Linear!))
        {
            PanelTiles panel = Of(stage, width, Form);
            foreach ((GradientTile tile, int _) in panel.Runs)
                yield return Method(tile);
            if (panel.UsesSums)
                yield return Finish(panel.First);
        }
    }

    public SharedMethod Method(GradientTile tile)
    {
        string kind = tile.End == TileEnd.Stored ? "WeightGradient" : "Update", bias = tile.WithBias ? "AndBias" : "";
        return new SharedMethod($"{tile.Linear.PascalName}{kind}{Last(tile)}{CSharpLiteral.Of(tile.Height)}Inputs{bias}{_bits}", tile.Shape(v));
    }

    /// <summary>The method that updates what no tile does.</summary>
    public SharedMethod Finish(GradientTile tile) =>
        new($"{tile.Linear.PascalName}Finish{Last(tile)}{_bits}", tile.FinishShape(v));

    private string Last(GradientTile tile) => tile.Strip.Width == PanelWidths(tile.Linear)[0] ? "" : "Last";
}
