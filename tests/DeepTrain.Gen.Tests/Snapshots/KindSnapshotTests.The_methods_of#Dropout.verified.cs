// [Input(4)] [Dense(4)] [Dropout(0.5f)] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of dropout1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: dropout1 turned it in place.

// dense1, dropout1 50 %: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dropout1Output[column],
            s->Rows);
        Dropout1Forward256(s, column, column + width);
    }
}

// dense1, dropout1 50 %: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dropout1Output[column],
            s->Rows);
    }
}

// dropout1 50 %: forward for the columns from first to end.
//   dropout1: y = 0 with probability 0.5, else x / 0.5
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dropout1Forward256(Step* s, int first, int end)
{
    Vector256<uint> dropout1KeyA = Vector256.Create(s->Dropout1Key.A);
    Vector256<uint> dropout1KeyB = Vector256.Create(s->Dropout1Key.B);
    Vector256<uint> lanes = Vector256<uint>.Indices;
    Vector256<uint> dropout1Threshold = Vector256.Create(2147483648u); // 0.5 * 2^32
    Vector256<float> dropout1Scale = Vector256.Create<float>(2f);
    for (int column = first; column < end; column += 8)
    {
        Vector256<uint> dropout1Bits = default;
        float* dropout1OutputRow = &s->Dropout1Output[column];
        for (int row = 0; row < s->Rows; row++, dropout1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)dropout1OutputRow;
            if (row % 32 == 0) // a random word of 32 bits serves 32 rows
                dropout1Bits = CounterRandom.Bits(Vector256.Create((uint)(row * 4 + column)) + lanes, dropout1KeyA, dropout1KeyB);
            else
                dropout1Bits <<= 1; // the next row's bit comes to the top
            Vector256<float> dropout1 = Vector256.ConditionalSelect(Vector256.LessThan(dropout1Bits, dropout1Threshold).AsSingle(),
                Vector256<float>.Zero, input * dropout1Scale);
            *(Vector256<float>*)dropout1OutputRow = dropout1;
        }
    }
}

// dropout1 50 %: backward for the columns from first to end.
//   dropout1: dy/dx = the same mask and factor
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dropout1Backward256(Step* s, int first, int end)
{
    Vector256<uint> dropout1KeyA = Vector256.Create(s->Dropout1Key.A);
    Vector256<uint> dropout1KeyB = Vector256.Create(s->Dropout1Key.B);
    Vector256<uint> lanes = Vector256<uint>.Indices;
    Vector256<uint> dropout1Threshold = Vector256.Create(2147483648u); // 0.5 * 2^32
    Vector256<float> dropout1Scale = Vector256.Create<float>(2f);
    for (int column = first; column < end; column += 8)
    {
        Vector256<uint> dropout1Bits = default;
        float* dense1DeltaRow = &s->Dense1Delta[column];
        for (int row = 0; row < s->Rows; row++, dense1DeltaRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            if (row % 32 == 0) // a random word of 32 bits serves 32 rows
                dropout1Bits = CounterRandom.Bits(Vector256.Create((uint)(row * 4 + column)) + lanes, dropout1KeyA, dropout1KeyB);
            else
                dropout1Bits <<= 1; // the next row's bit comes to the top
            Vector256<float> dropout1Gradient = Vector256.ConditionalSelect(Vector256.LessThan(dropout1Bits, dropout1Threshold).AsSingle(),
                Vector256<float>.Zero, gradient * dropout1Scale);
            *(Vector256<float>*)dense1DeltaRow = dropout1Gradient;
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to dropout1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Dropout1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Dropout1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->Dropout1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then dropout1 50 %: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], s->Rows);
        Dropout1Backward256(s, column, column + width);
    }
}
