// [Input(4)] [Dense(4)] [PReLU] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of prelu1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: prelu1 turned it in place.

// dense1, prelu1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dense1Output[column],
            s->Rows);
        PReLU1Forward256(s, column, column + width);
    }
}

// dense1, prelu1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->PReLU1Output[column],
            s->Rows);
        PReLU1Infer256(s, column, column + width);
    }
}

// prelu1: forward for the columns from first to end.
//   prelu1: y = x > 0 ? x : a x, with the learned slope a
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void PReLU1Forward256(Step* s, int first, int end)
{
    Vector256<float> prelu1Slope = Vector256.Create<float>(s->Parameters[PReLU1Weight]);
    for (int column = first; column < end; column += 8)
    {
        float* dense1OutputRow = &s->Dense1Output[column];
        float* prelu1OutputRow = &s->PReLU1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1OutputRow += 16, prelu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)dense1OutputRow;
            Vector256<float> prelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input, input * prelu1Slope);
            *(Vector256<float>*)prelu1OutputRow = prelu1;
        }
    }
}

// prelu1 in inference, for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void PReLU1Infer256(Step* s, int first, int end)
{
    Vector256<float> prelu1Slope = Vector256.Create<float>(s->Parameters[PReLU1Weight]);
    for (int column = first; column < end; column += 8)
    {
        float* prelu1OutputRow = &s->PReLU1Output[column];
        for (int row = 0; row < s->Rows; row++, prelu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)prelu1OutputRow;
            Vector256<float> prelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input, input * prelu1Slope);
            *(Vector256<float>*)prelu1OutputRow = prelu1;
        }
    }
}

// prelu1: backward for the columns from first to end.
//   prelu1: dy/dx = 1 where x > 0, else a; the slope's gradient sums g x where x <= 0
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void PReLU1Backward256(Step* s, int first, int end)
{
    Vector256<float> prelu1Slope = Vector256.Create<float>(s->Parameters[PReLU1Weight]);
    for (int column = first; column < end; column += 8)
    {
        Vector256<float> prelu1SlopeGradient = Vector256<float>.Zero;
        float* dense1DeltaRow = &s->Dense1Delta[column];
        float* dense1OutputRow = &s->Dense1Output[column];
        BlockTotals256 prelu1SlopeGradientTotals = default;
        // over blocks of rows: the sums of a long batch would drift
        for (int row = 0, block = RowBlocks.OfColumn(s->Rows); row < s->Rows;)
        {
            prelu1SlopeGradient = Vector256<float>.Zero;
            for (int left = Math.Min(block, s->Rows - row); left > 0; left--, row++, dense1DeltaRow += 16, dense1OutputRow += 16)
            {
                Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
                Vector256<float> prelu1Input = *(Vector256<float>*)dense1OutputRow;
                Vector256<float> prelu1Rises = Vector256.GreaterThan(prelu1Input, Vector256<float>.Zero);
                prelu1SlopeGradient = Vector256.ConditionalSelect(prelu1Rises, prelu1SlopeGradient,
                    Vector256.MultiplyAddEstimate(gradient, prelu1Input, prelu1SlopeGradient));
                Vector256<float> prelu1Gradient = Vector256.ConditionalSelect(prelu1Rises, gradient, gradient * prelu1Slope);
                *(Vector256<float>*)dense1DeltaRow = prelu1Gradient;
            }
            prelu1SlopeGradientTotals.Add(prelu1SlopeGradient);
        }
        prelu1SlopeGradient = prelu1SlopeGradientTotals.Rounded;
        *(Vector256<float>*)&s->PReLU1SlopeSums[column] = prelu1SlopeGradient;
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to prelu1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->PReLU1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column], &s->Dense2Output[column],
            s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->PReLU1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->PReLU1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then prelu1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], s->Rows);
        PReLU1Backward256(s, column, column + width);
    }
}
