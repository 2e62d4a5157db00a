// [Input(4)] [Dense(4)] [RReLU] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of rrelu1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: rrelu1 turned it in place.

// dense1, rrelu1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dense1Output[column],
            s->Rows);
        RReLU1Forward256(s, column, column + width);
    }
}

// dense1, rrelu1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->RReLU1Output[column],
            s->Rows);
        RReLU1Infer256(s, column, column + width);
    }
}

// rrelu1: forward for the columns from first to end.
//   rrelu1: y = x > 0 ? x : a x, a uniform on [0.125, 0.33333334)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void RReLU1Forward256(Step* s, int first, int end)
{
    Vector256<uint> rrelu1KeyA = Vector256.Create(s->RReLU1Key.A);
    Vector256<uint> rrelu1KeyB = Vector256.Create(s->RReLU1Key.B);
    Vector256<uint> lanes = Vector256<uint>.Indices;
    Vector256<float> rrelu1Lower = Vector256.Create<float>(0.125f);
    Vector256<float> rrelu1Range = Vector256.Create<float>(1.2417635e-8f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1OutputRow = &s->Dense1Output[column];
        float* rrelu1OutputRow = &s->RReLU1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1OutputRow += 16, rrelu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)dense1OutputRow;
            Vector256<uint> rrelu1Bits = CounterRandom.Bits(Vector256.Create((uint)(row * 4 + column)) + lanes, rrelu1KeyA, rrelu1KeyB);
            Vector256<float> rrelu1Slope = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle((rrelu1Bits >>> 8).AsInt32()), rrelu1Range,
                rrelu1Lower);
            Vector256<float> rrelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input, input * rrelu1Slope);
            *(Vector256<float>*)rrelu1OutputRow = rrelu1;
        }
    }
}

// rrelu1 in inference, for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void RReLU1Infer256(Step* s, int first, int end)
{
    Vector256<float> rrelu1MeanSlope = Vector256.Create<float>(0.22916667f);
    for (int column = first; column < end; column += 8)
    {
        float* rrelu1OutputRow = &s->RReLU1Output[column];
        for (int row = 0; row < s->Rows; row++, rrelu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)rrelu1OutputRow;
            Vector256<float> rrelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input, input * rrelu1MeanSlope);
            *(Vector256<float>*)rrelu1OutputRow = rrelu1;
        }
    }
}

// rrelu1: backward for the columns from first to end.
//   rrelu1: dy/dx = 1 where x > 0, else the same a
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void RReLU1Backward256(Step* s, int first, int end)
{
    Vector256<uint> rrelu1KeyA = Vector256.Create(s->RReLU1Key.A);
    Vector256<uint> rrelu1KeyB = Vector256.Create(s->RReLU1Key.B);
    Vector256<uint> lanes = Vector256<uint>.Indices;
    Vector256<float> rrelu1Lower = Vector256.Create<float>(0.125f);
    Vector256<float> rrelu1Range = Vector256.Create<float>(1.2417635e-8f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column];
        float* dense1OutputRow = &s->Dense1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1DeltaRow += 16, dense1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> rrelu1Input = *(Vector256<float>*)dense1OutputRow;
            Vector256<uint> rrelu1Bits = CounterRandom.Bits(Vector256.Create((uint)(row * 4 + column)) + lanes, rrelu1KeyA, rrelu1KeyB);
            Vector256<float> rrelu1Slope = Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle((rrelu1Bits >>> 8).AsInt32()), rrelu1Range,
                rrelu1Lower);
            Vector256<float> rrelu1Gradient = Vector256.ConditionalSelect(Vector256.GreaterThan(rrelu1Input, Vector256<float>.Zero), gradient,
                gradient * rrelu1Slope);
            *(Vector256<float>*)dense1DeltaRow = rrelu1Gradient;
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to rrelu1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->RReLU1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column], &s->Dense2Output[column],
            s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->RReLU1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    ProductTiles.BiasGradient256(delta, 16, s->Rows, 16, &s->Gradients[Dense2Bias]);
}

// dense2, weight gradient and update: dL/dW[2, 4] = delta' X, panels first to end.
// The first tile of a panel sums delta itself too, which is the gradient of the biases.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense2Delta[column];
        int offset = Dense2Weight + column * 4;
        float* x = s->RReLU1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then rrelu1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], s->Rows);
        RReLU1Backward256(s, column, column + width);
    }
}
