// [Input(4)] [Dense(4)] [Dense(4, L1 = 1e-4f)] [Dense(2)] [MeanSquaredError] [SGD]

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from dense3's weights, for its weight gradient and the way back to dense1's
// output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Dense1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column], &s->Dense2Output[column],
            s->Rows);
    }
}

// dense2: Y[rows, 4] = X[rows, 4] W' + b, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Dense2ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense2Forward6Rows256(x, w, b, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, b, y, strideY: 16, reduction: 4);
}

// dense2, weight gradient for ComputeGradients: dL/dW[4, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Dense1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    int width = 16;
    for (int i = offset; i < offset + 4 * width; i += 8)
    {
        *(Vector256<float>*)&s->Gradients[i] = Dense2Penalised(s, *(Vector256<float>*)&s->Gradients[i], *(Vector256<float>*)&s->Parameters[i]);
    }
    ProductTiles.BiasGradient256(delta, 16, s->Rows, 16, &s->Gradients[Dense2Bias]);
}

// dense2, weight gradient and update: dL/dW[4, 4] = delta' X, panels first to end.
// The first tile of a panel sums delta itself too, which is the gradient of the biases.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense2Delta[column];
        int offset = Dense2Weight + column * 4;
        float* x = s->Dense1Output;
        int bias = Dense2Bias + column;
        Dense2Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// 4 inputs x 1 vector of 8 units and their biases, summed over the batch in 5 registers, then updated.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense2Update4InputsAndBias256(Step* s, float* x, long strideX, float* delta, long strideD, int offset, int bias)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> biasa = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    for (int row = s->Rows; row > 0; row--, x += strideX, delta += strideD)
    {
        wa = *(Vector256<float>*)delta;
        biasa += wa;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[1]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[2]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[3]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    }
    float* w = &s->Parameters[offset];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    SGD(Dense2Penalised(s, sum0a, *(Vector256<float>*)w), w, rate);
    SGD(Dense2Penalised(s, sum1a, *(Vector256<float>*)&w[16]), &w[16], rate);
    SGD(Dense2Penalised(s, sum2a, *(Vector256<float>*)&w[32]), &w[32], rate);
    SGD(Dense2Penalised(s, sum3a, *(Vector256<float>*)&w[48]), &w[48], rate);
    int toBias = bias - offset;
    SGD(biasa, &w[toBias], rate);
}

// dense2, gradient of its input: dL/dX[rows, 4] = delta[rows, 4] W, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Dense2InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense2InputGradient6Rows256(x, w, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, null, y, strideY: 16, reduction: 4);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 4.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense2InputGradient6Rows256(float* x, float* w, float* y)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> sum4a = Vector256<float>.Zero, sum5a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    wa = *(Vector256<float>*)w;
    xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[16]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[32]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[48]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[64]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[80]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[16];
    xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[17]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[33]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[49]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[65]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[81]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[32];
    xk = Vector256.Create<float>(x[2]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[18]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[34]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[50]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[66]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[82]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[48];
    xk = Vector256.Create<float>(x[3]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[19]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[35]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[51]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[67]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[83]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[16] = sum1a;
    *(Vector256<float>*)&y[32] = sum2a;
    *(Vector256<float>*)&y[48] = sum3a;
    *(Vector256<float>*)&y[64] = sum4a;
    *(Vector256<float>*)&y[80] = sum5a;
}

// Dense3Delta holds a gradient, on entry and on exit of dense3's output, from the loss, for its weight gradient and the way back to dense2's output.

// dense3: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense3StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Dense2Output, &s->Parameters[Dense3Weight + column * 4], &s->Parameters[Dense3Bias + column], &s->Dense3Output[column],
            s->Rows);
    }
}

// dense3, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense3WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense3Delta;
    int offset = Dense3Weight;
    ProductTiles.Gradient256(s->Dense2Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    ProductTiles.BiasGradient256(delta, 16, s->Rows, 16, &s->Gradients[Dense3Bias]);
}

// dense3, weight gradient and update: dL/dW[2, 4] = delta' X, panels first to end.
// The first tile of a panel sums delta itself too, which is the gradient of the biases.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense3Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense3Delta[column];
        int offset = Dense3Weight + column * 4;
        float* x = s->Dense2Output;
        int bias = Dense3Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense3's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense3InputGradientPanel256(s->Dense3Delta, &s->Dense3Transposed[column * 16], &s->Dense2Delta[column], s->Rows);
    }
}

// dense3, gradient of its input: dL/dX[rows, 4] = delta[rows, 2] W, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Dense3InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense3InputGradient6Rows256(x, w, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, null, y, strideY: 16, reduction: 2);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 2.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense3InputGradient6Rows256(float* x, float* w, float* y)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> sum4a = Vector256<float>.Zero, sum5a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    wa = *(Vector256<float>*)w;
    xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[16]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[32]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[48]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[64]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[80]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[16];
    xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[17]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[33]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[49]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[65]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[81]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[16] = sum1a;
    *(Vector256<float>*)&y[32] = sum2a;
    *(Vector256<float>*)&y[48] = sum3a;
    *(Vector256<float>*)&y[64] = sum4a;
    *(Vector256<float>*)&y[80] = sum5a;
}
