using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>A product's method for a panel, with the tile that it calls.</summary>
internal sealed record ProductShape(
    VectorType V, Strip Strip, int Reduction, int StrideX, int StrideY, bool HasBias, Epilogue? Epilogue, int EpilogueInput) : MethodShape;

/// <summary>
/// A product of a batch with packed weights: a layer's forward pass, or its input gradient with the transposed copy.
/// </summary>
/// <param name="Name">The start of its methods' names: <c>Dense1Forward</c>.</param>
/// <param name="Equation">For the comment: <c>dense1: Y[rows, 32] = X[rows, 64] W' + b</c>.</param>
/// <param name="Columns">Real columns of the result.</param>
/// <param name="Reduction">Terms of each sum.</param>
/// <param name="HasBias">Whether sums start at <c>b</c> and not at 0.</param>
/// <param name="Epilogue">What is done with a sum, and with what it reads of <c>h</c>, before it is stored. Null: stored as it is.</param>
/// <param name="EpilogueInput">The stride of a second matrix, <c>h</c>, that the epilogue reads; 0 for none.</param>
/// <param name="Tail">Columns at the end that are not packed, and no part of the methods printed here.</param>
internal sealed record Product(
    string Name, string Equation, int Columns, int Reduction, int StrideX, int StrideY, bool HasBias,
    Epilogue? Epilogue = null, int EpilogueInput = 0, int Tail = 0)
{
    /// <summary>The different widths of its panels: the usual one, and that of the last if it differs.</summary>
    public IReadOnlyList<int> PanelWidths => TilePolicy.PanelWidths(Columns, Tail);

    /// <summary>Terms that are added at a time, and the first of the last of them.</summary>
    public (int Terms, int Last) Parts { get; } = TilePolicy.ReductionParts(Reduction);

    /// <summary>Whether sums wait in <c>y</c> between the parts of the reduction; methods then begin with term <c>from</c>.</summary>
    public bool IsInParts => Parts.Last > 0;

    /// <summary>What names of methods for a panel of this width have before their end.</summary>
    public string Suffix(int width) => width == PanelWidths[0] ? "" : "Last";

    /// <summary>The methods for its panels, one for each width.</summary>
    public IEnumerable<SharedMethod> Methods(VectorType v) => PanelWidths.Select(width => Method(v, width));

    /// <summary>The method for a panel.</summary>
    public SharedMethod Method(VectorType v, int width) => new(
        Name + Suffix(width) + "Panel" + CSharpLiteral.Of(v.Bits),
        new ProductShape(
            v, TilePolicy.StripOf(v, Columns, width), Reduction, StrideX, StrideY, HasBias, Epilogue, EpilogueInput));

    /// <summary>The forward pass of a stage's head.</summary>
    public static Product Forward(NetworkPlan plan, VectorType v, Stage stage)
    {
        LinearLayer linear = stage.Linear!;
        (string _, int stride) = plan.InputOf(stage);
        ValueBuffer target = stage.Pieces ?? stage.Values[stage.Landing];
        string bias = linear.Bias ? " + b" : "";
        string equation = $"{linear.Name}: Y[rows, {linear.Units}] = X[rows, {linear.Inputs}] W'{bias}";
        return new Product(
            linear.PascalName + "Forward", equation, linear.Units, linear.Inputs, stride, target.Stride, linear.Bias,
            Epilogue.Forward(v, stage), Tail: plan.TailOf(linear));
    }

    /// <summary>The input gradient of a stage's head, which is what comes back to the stage before it.</summary>
    public static Product InputGradient(NetworkPlan plan, VectorType v, Stage stage)
    {
        LinearLayer linear = stage.Linear!;
        Stage below = plan.Stages[stage.Index - 1];
        int reduction = (linear.Pieces - 1) * PanelShape.Padded(linear.Units) + linear.Units;
        string columns = linear.Pieces > 1 ? $"{linear.Pieces} x {linear.Units}" : CSharpLiteral.Of(linear.Units);
        string equation = $"{linear.Name}, gradient of its input: dL/dX[rows, {linear.Inputs}] = delta[rows, {columns}] W";
        Epilogue? epilogue = Epilogue.Backward(v, below);
        return new Product(
            linear.PascalName + "InputGradient", equation, linear.Inputs, reduction,
            stage.ProductDelta.Stride, below.Delta.Stride, HasBias: false, epilogue,
            epilogue is { ReadsOutput: true } ? below.Result.Stride : 0);
    }
}
