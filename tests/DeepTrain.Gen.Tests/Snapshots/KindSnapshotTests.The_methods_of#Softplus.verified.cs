// [Input(4)] [Dense(4)] [Softplus] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of softplus1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: softplus1 turned it in place.

// dense1, softplus1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dense1Output[column],
            s->Rows);
        Softplus1Forward256(s, column, column + width);
    }
}

// dense1, softplus1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Softplus1Output[column],
            s->Rows);
        Softplus1Infer256(s, column, column + width);
    }
}

// softplus1: forward for the columns from first to end.
//   softplus1: y = log(1 + exp(x))
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softplus1Forward256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* dense1OutputRow = &s->Dense1Output[column];
        float* softplus1OutputRow = &s->Softplus1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1OutputRow += 16, softplus1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)dense1OutputRow;
            Vector256<float> softplus1 = VectorMath.Softplus(input);
            *(Vector256<float>*)softplus1OutputRow = softplus1;
        }
    }
}

// softplus1 in inference, for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softplus1Infer256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* softplus1OutputRow = &s->Softplus1Output[column];
        for (int row = 0; row < s->Rows; row++, softplus1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)softplus1OutputRow;
            Vector256<float> softplus1 = VectorMath.Softplus(input);
            *(Vector256<float>*)softplus1OutputRow = softplus1;
        }
    }
}

// softplus1: backward for the columns from first to end.
//   softplus1: dy/dx = sigmoid(x)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softplus1Backward256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column];
        float* dense1OutputRow = &s->Dense1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1DeltaRow += 16, dense1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> softplus1Input = *(Vector256<float>*)dense1OutputRow;
            Vector256<float> softplus1Gradient = gradient * VectorMath.SigmoidOrZero(softplus1Input);
            *(Vector256<float>*)dense1DeltaRow = softplus1Gradient;
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to softplus1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Softplus1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Softplus1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->Softplus1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then softplus1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], s->Rows);
        Softplus1Backward256(s, column, column + width);
    }
}
