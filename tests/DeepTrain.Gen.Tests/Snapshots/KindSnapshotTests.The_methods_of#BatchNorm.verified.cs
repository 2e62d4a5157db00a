// [Input(4)] [Dense(4)] [BatchNorm] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of batchnorm1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: batchnorm1 turned it in place.

// dense1, batchnorm1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dense1Output[column],
            s->Rows);
        BatchNorm1Forward256(s, column, column + width);
    }
}

// dense1, batchnorm1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->BatchNorm1Output[column],
            s->Rows);
        BatchNorm1Infer256(s, column, column + width);
    }
}

// batchnorm1: forward for the columns from first to end.
//   batchnorm1: y = gamma xhat + beta, xhat = (x - mean) / sqrt(var + eps) over the batch
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void BatchNorm1Forward256(Step* s, int first, int end)
{
    Vector256<float> oneOverRows = Vector256.Create<float>(1f / s->Rows);
    for (int column = first; column < end; column += 8)
    {
        Vector256<float> batchnorm1Beta = *(Vector256<float>*)&s->Parameters[BatchNorm1Bias + column];
        Vector256<float> batchnorm1Mean = ColumnMath.Sum256(&s->Dense1Output[column], 16, s->Rows) * oneOverRows;
        Vector256<float> batchnorm1Variance = ColumnMath.Squares256(&s->Dense1Output[column], 16, s->Rows, batchnorm1Mean) * oneOverRows;
        Vector256<float> batchnorm1InverseStd = Vector256.Create<float>(1f) / Vector256.Sqrt(batchnorm1Variance + Vector256.Create<float>(1e-5f));
        *(Vector256<float>*)&s->BatchNorm1Mean[column] = batchnorm1Mean;
        *(Vector256<float>*)&s->BatchNorm1InverseStd[column] = batchnorm1InverseStd;
        Vector256<float> batchnorm1Scale = *(Vector256<float>*)&s->Parameters[BatchNorm1Weight + column] * batchnorm1InverseStd;
        *(Vector256<float>*)&s->Running[BatchNorm1RunningMean + column] = VectorMath.FlushToZero(
            Vector256.MultiplyAddEstimate(batchnorm1Mean, Vector256.Create<float>(0.1f),
                *(Vector256<float>*)&s->Running[BatchNorm1RunningMean + column] * Vector256.Create<float>(0.9f)));
        if (s->Rows > 1) // one row says nothing of the variance
            // unbiased
            *(Vector256<float>*)&s->Running[BatchNorm1RunningVar + column] = VectorMath.FlushSquareToZero(
                Vector256.MultiplyAddEstimate(batchnorm1Variance, Vector256.Create<float>(0.1f * s->Rows / (s->Rows - 1)),
                    *(Vector256<float>*)&s->Running[BatchNorm1RunningVar + column] * Vector256.Create<float>(0.9f)));
        float* dense1OutputRow = &s->Dense1Output[column];
        float* batchnorm1OutputRow = &s->BatchNorm1Output[column];
        for (int row = 0; row < s->Rows; row++, dense1OutputRow += 16, batchnorm1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)dense1OutputRow;
            Vector256<float> batchnorm1 = Vector256.MultiplyAddEstimate(input - batchnorm1Mean, batchnorm1Scale, batchnorm1Beta);
            *(Vector256<float>*)batchnorm1OutputRow = batchnorm1;
        }
    }
}

// batchnorm1 in inference, for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void BatchNorm1Infer256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        Vector256<float> batchnorm1Scale = *(Vector256<float>*)&s->Parameters[BatchNorm1Weight + column]
            / Vector256.Sqrt(*(Vector256<float>*)&s->Running[BatchNorm1RunningVar + column] + Vector256.Create<float>(1e-5f));
        Vector256<float> batchnorm1Shift = Vector256.MultiplyAddEstimate(-*(Vector256<float>*)&s->Running[BatchNorm1RunningMean + column],
            batchnorm1Scale, *(Vector256<float>*)&s->Parameters[BatchNorm1Bias + column]);
        float* batchnorm1OutputRow = &s->BatchNorm1Output[column];
        for (int row = 0; row < s->Rows; row++, batchnorm1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)batchnorm1OutputRow;
            Vector256<float> batchnorm1 = Vector256.MultiplyAddEstimate(input, batchnorm1Scale, batchnorm1Shift);
            *(Vector256<float>*)batchnorm1OutputRow = batchnorm1;
        }
    }
}

// batchnorm1: backward for the columns from first to end.
//   batchnorm1: dy/dx = gamma / sqrt(var + eps) (1 - mean(g) - xhat mean(g xhat)), g the gradient of y
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void BatchNorm1Backward256(Step* s, int first, int end)
{
    Vector256<float> oneOverRows = Vector256.Create<float>(1f / s->Rows);
    for (int column = first; column < end; column += 8)
    {
        Vector256<float> batchnorm1Sum = Vector256<float>.Zero;
        Vector256<float> batchnorm1Products = Vector256<float>.Zero;
        Vector256<float> batchnorm1Mean = *(Vector256<float>*)&s->BatchNorm1Mean[column];
        Vector256<float> batchnorm1InverseStd = *(Vector256<float>*)&s->BatchNorm1InverseStd[column];
        {
            float* dense1DeltaRow = &s->Dense1Delta[column];
            float* dense1OutputRow = &s->Dense1Output[column];
            BlockTotals256 batchnorm1SumTotals = default, batchnorm1ProductsTotals = default;
            // over blocks of rows: the sums of a long batch would drift
            for (int row = 0, block = RowBlocks.OfColumn(s->Rows); row < s->Rows;)
            {
                batchnorm1Sum = Vector256<float>.Zero;
                batchnorm1Products = Vector256<float>.Zero;
                for (int left = Math.Min(block, s->Rows - row); left > 0; left--, row++, dense1DeltaRow += 16, dense1OutputRow += 16)
                {
                    Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
                    Vector256<float> batchnorm1Input = *(Vector256<float>*)dense1OutputRow;
                    batchnorm1Sum += gradient;
                    Vector256<float> batchnorm1Centred = batchnorm1Input - batchnorm1Mean;
                    batchnorm1Products = Vector256.MultiplyAddEstimate(gradient, batchnorm1Centred, batchnorm1Products);
                    *(Vector256<float>*)dense1DeltaRow = gradient;
                }
                batchnorm1SumTotals.Add(batchnorm1Sum);
                batchnorm1ProductsTotals.Add(batchnorm1Products);
            }
            batchnorm1Sum = batchnorm1SumTotals.Rounded;
            batchnorm1Products = batchnorm1ProductsTotals.Rounded;
        }
        *(Vector256<float>*)&s->Gradients[BatchNorm1Bias + column] = batchnorm1Sum;
        *(Vector256<float>*)&s->Gradients[BatchNorm1Weight + column] = batchnorm1Products * batchnorm1InverseStd;
        Vector256<float> batchnorm1Scale = *(Vector256<float>*)&s->Parameters[BatchNorm1Weight + column] * batchnorm1InverseStd;
        Vector256<float> batchnorm1MeanGradient = batchnorm1Sum * oneOverRows;
        // xhat mean(g xhat) = (x - mean) slope
        Vector256<float> batchnorm1Slope = batchnorm1Products * oneOverRows * batchnorm1InverseStd * batchnorm1InverseStd;
        {
            float* dense1DeltaRow = &s->Dense1Delta[column];
            float* dense1OutputRow = &s->Dense1Output[column];
            for (int row = 0; row < s->Rows; row++, dense1DeltaRow += 16, dense1OutputRow += 16)
            {
                Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
                Vector256<float> batchnorm1Input = *(Vector256<float>*)dense1OutputRow;
                Vector256<float> batchnorm1Centred = batchnorm1Input - batchnorm1Mean;
                Vector256<float> batchnorm1InputGradient = batchnorm1Scale
                    * Vector256.MultiplyAddEstimate(-batchnorm1Slope, batchnorm1Centred, gradient - batchnorm1MeanGradient);
                *(Vector256<float>*)dense1DeltaRow = batchnorm1InputGradient;
            }
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to batchnorm1's
// output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->BatchNorm1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->BatchNorm1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->BatchNorm1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then batchnorm1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], s->Rows);
        BatchNorm1Backward256(s, column, column + width);
    }
}
