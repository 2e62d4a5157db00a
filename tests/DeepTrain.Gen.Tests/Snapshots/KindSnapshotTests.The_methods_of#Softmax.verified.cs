// [Input(4)] [Dense(4)] [Softmax] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry of softmax1's output, from dense2's weights.
// On exit it is of dense1's output, for its weight gradient: softmax1 turned it in place.

// dense1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Dense1Output[column],
            s->Rows);
    }
}

// dense1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column], &s->Softmax1Output[column],
            s->Rows);
    }
}

// softmax1: y_j = exp(x_j - max) / sum exp(x - max), for the rows from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softmax1Forward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* x = &s->Dense1Output[row * 16], y = &s->Softmax1Output[row * 16];
        Vector256<float> best = Vector256.Create<float>(float.NegativeInfinity);
        {
            // all ones in the 4 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(4)).AsSingle();
            best = Vector256.MaxNative(best, Vector256.ConditionalSelect(real, *(Vector256<float>*)x, best));
        }
        float max = VectorMath.MaxAcross(best.GetLower());
        Vector256<float> shift = Vector256.Create<float>(max), total = Vector256<float>.Zero;
        {
            // all ones in the 4 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(4)).AsSingle();
            Vector256<float> e = Vector256.ConditionalSelect(real, VectorMath.ExpOrZero(*(Vector256<float>*)x - shift), Vector256<float>.Zero);
            *(Vector256<float>*)y = e;
            total += e;
        }
        *(Vector256<float>*)&y[8] = Vector256<float>.Zero;
        float sum = VectorMath.SumAcross(total.GetLower());
        Vector256<float> factor = Vector256.Create<float>(1f / sum);
        *(Vector256<float>*)y *= factor;
    }
}

// softmax1: inference, in place, for the rows from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softmax1Infer256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* y = &s->Softmax1Output[row * 16];
        Vector256<float> best = Vector256.Create<float>(float.NegativeInfinity);
        {
            // all ones in the 4 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(4)).AsSingle();
            best = Vector256.MaxNative(best, Vector256.ConditionalSelect(real, *(Vector256<float>*)y, best));
        }
        float max = VectorMath.MaxAcross(best.GetLower());
        Vector256<float> shift = Vector256.Create<float>(max), total = Vector256<float>.Zero;
        {
            // all ones in the 4 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(4)).AsSingle();
            Vector256<float> e = Vector256.ConditionalSelect(real, VectorMath.ExpOrZero(*(Vector256<float>*)y - shift), Vector256<float>.Zero);
            *(Vector256<float>*)y = e;
            total += e;
        }
        *(Vector256<float>*)&y[8] = Vector256<float>.Zero;
        float sum = VectorMath.SumAcross(total.GetLower());
        Vector256<float> factor = Vector256.Create<float>(1f / sum);
        *(Vector256<float>*)y *= factor;
    }
}

// softmax1: g_j = y_j (g_j - sum g y), for the rows from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Softmax1Backward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* y = &s->Softmax1Output[row * 16], g = &s->Dense1Delta[row * 16];
        Vector256<float> products = Vector256<float>.Zero;
        products = Vector256.MultiplyAddEstimate(*(Vector256<float>*)g, *(Vector256<float>*)y, products);
        Vector256<float> mean = Vector256.Create<float>(VectorMath.SumAcross(products.GetLower()));
        *(Vector256<float>*)g = *(Vector256<float>*)y * (*(Vector256<float>*)g - mean);
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to softmax1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Softmax1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Softmax1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->Softmax1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}
