using DeepTrain;

namespace DeepTrain.Disassembled;

// the shapes whose tiles differ: narrow and wide channels, large kernels, strides, batch norm behind a convolution; dense layers;
// and activations with long formulas

[Network]
[Input(1, 28, 28)]
[Conv2D(8, 3)]
[ReLU]
[MaxPool2D(2)]
[Conv2D(16, 3)]
[ReLU]
[Flatten]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class Narrow;

[Network]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = Padding.Same)]
[ReLU]
[MaxPool2D(2)]
[Conv2D(16, 5)]
[ReLU]
[MaxPool2D(2)]
[Flatten]
[Dense(120)]
[ReLU]
[Dense(84)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[SGD]
public partial class LeNet;

// odd numbers of channels on the way to few filters: the largest tiles that are printed term by term
[Network]
[Input(15, 16, 16)]
[Conv2D(15, 1)]
[ReLU]
[Conv2D(6, 3, Padding = Padding.Same)]
[ReLU]
[Conv2D(9, 5, Padding = Padding.Same)]
[ReLU]
[GlobalAveragePool2D]
[Dense(10)]
[SoftmaxCrossEntropy]
[SGD]
public partial class Odd;

[Network]
[Input(3, 16, 16)]
[Conv2D(32, 3, Padding = Padding.Same)]
[BatchNorm]
[ReLU]
[Conv2D(64, 3, Padding = Padding.Same, Stride = 2)]
[BatchNorm]
[ReLU]
[MaxPool2D(2)]
[Conv2D(40, 1)]
[Tanh]
[GlobalAveragePool2D]
[Dense(10)]
[SoftmaxCrossEntropy]
[AdamW]
public partial class Wide;

[Network]
[Input(784)]
[Dense(512)]
[BatchNorm]
[ReLU]
[Dropout(0.2f)]
[Dense(256)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class Dense;

[Network]
[Input(4, 6, 6)]
[Conv2D(64, 3, Padding = Padding.Same)]
[Tanh]
[AveragePool2D(2)]
[Conv2D(80, 2)]
[ELU]
[Flatten]
[Dense(100)]
[Sigmoid]
[Dense(50)]
[GELU]
[Dense(5)]
[SoftmaxCrossEntropy]
[Adam]
public partial class Smooth;
