using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Linear;

/// <summary>Each unit is the largest of several linear functions. What picks it is in <see cref="MaxoutColumns"/>.</summary>
internal sealed record MaxoutLayer(int Units, int Pieces) : LinearLayer(Units, Pieces)
{
    public static readonly StepKind<LayerSpec> Step = new("Maxout", arguments => ReadCommon(
        arguments,
        new MaxoutLayer(arguments.Int("units", 1, minimum: 1), arguments.Int("pieces", 2, minimum: 2))));

    public override string Kind => "Maxout";

    /// <summary>
    /// The critical variance 1 / (m2(k) fan-in), m2(k) the second moment of the largest of k standard normals: with it the
    /// activations neither grow nor shrink with depth.
    /// </summary>
    protected override LinearLayer ResolveInit(ActivationLayer? activation) => Init == Init.Auto
        ? this with { Init = Init.LeCunNormal, InitScale = (InitScale ?? 1f) * CriticalGain(Pieces) }
        : this;

    private static float CriticalGain(int pieces) => (float)(1 / Math.Sqrt(SecondMomentOfMaximum(pieces)));

    /// <summary>E max(z_1..z_k)^2 for standard normals, by the trapezoidal rule on its density k Phi^(k-1) phi.</summary>
    internal static double SecondMomentOfMaximum(int pieces)
    {
        const double step = 1.0 / 256;
        double distribution = 0, moment = 0;
        for (double z = -12; z < 12; z += step)
        {
            double middle = Math.Exp(-(z + step / 2) * (z + step / 2) / 2) / Math.Sqrt(2 * Math.PI);
            double before = distribution;
            distribution += middle * step;
            double maximum = Math.Pow(distribution, pieces) - Math.Pow(before, pieces);
            moment += maximum * (z + step / 2) * (z + step / 2);
        }

        return moment;
    }

    // the pieces side by side in one product; 0 is the extent that is there: the rows
    public override void Export(OnnxCode onnx) => onnx
        .Node("Gemm").Tensor("weight", Pieces * Units, Inputs).Tensor("bias", Pieces * Units).Int("transB", 1)
        .Node("Reshape").Integers(0, Pieces, Units)
        .Node("ReduceMax").Ints("axes", 1).Int("keepdims", 0);
}
