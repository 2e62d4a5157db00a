using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers;

/// <summary>Every layer kind there is. A new one is a file in this folder and a line here.</summary>
internal static class LayerKinds
{
    public static readonly IReadOnlyList<StepKind<LayerSpec>> All =
    [
        DenseLayer.Step, MaxoutLayer.Step, Conv2DLayer.Step,
        MaxPool2DLayer.Step, AveragePool2DLayer.Step, GlobalAveragePool2DLayer.Step, FlattenLayer.Step,
        SigmoidLayer.Step, TanhLayer.Step, ReLULayer.Step, LeakyReLULayer.Step, PReLULayer.Step, RReLULayer.Step,
        ELULayer.Step, SELULayer.Step, SoftplusLayer.Step, SwishLayer.Step, GELULayer.Step, SoftmaxLayer.Step,
        NormalisationLayer.Step, DropoutLayer.Step, AlphaDropoutLayer.Step,
    ];
}
