// [Input(2, 5, 5)] [Conv2D(2, 3)] [MaxPool2D(2)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]

// Conv2D1Delta holds a gradient, on entry and on exit of conv1's output, from maxpool1, for its weight gradient.

// conv1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* x = &s->InputRows[(long)row * 64], y = &s->Conv2D1Output[(long)row * 80];
        Conv2D1ForwardPanel256(x, &s->Parameters[Conv2D1Weight], &s->Parameters[Conv2D1Bias], y);
    }
}

// through maxpool1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // maxpool1: dy/dx = 1 for the first of the largest of a window, in reading order; else 0
        // what is in no window has no gradient
        ImageRows.Zero(&s->Conv2D1Delta[(long)row * 80], 3, 24, 24);
        float* gx = &s->Conv2D1Delta[(long)row * 80];
        float* o = &s->MaxPool2D1Output[(long)row * 16];
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->MaxPool2D1Delta[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 48], yp = &y[line * 8];
            float* gp = &gx[line * 48];
            float* op = &o[line * 8];
            for (int place = 0; place < 1; place++, xp += 16, yp += 8, gp += 16, op += 8)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column], gc = &gp[column];
                    Vector256<float> pooled = *(Vector256<float>*)&op[column];
                    Vector256<float> left = *(Vector256<float>*)&yp[column], taken;
                    Vector256<int> bits = pooled.AsInt32();
                    // the first with the bits of what was chosen, which may be NaN, takes the gradient and leaves 0: left ^ left
                    taken = Vector256.ConditionalSelect(Vector256.Equals(*(Vector256<int>*)xc, bits).AsSingle(), left, Vector256<float>.Zero);
                    *(Vector256<float>*)gc = taken;
                    left ^= taken;
                    taken = Vector256.ConditionalSelect(Vector256.Equals(*(Vector256<int>*)&xc[8], bits).AsSingle(), left, Vector256<float>.Zero);
                    *(Vector256<float>*)&gc[8] = taken;
                    left ^= taken;
                    taken = Vector256.ConditionalSelect(Vector256.Equals(*(Vector256<int>*)&xc[24], bits).AsSingle(), left, Vector256<float>.Zero);
                    *(Vector256<float>*)&gc[24] = taken;
                    left ^= taken;
                    taken = Vector256.ConditionalSelect(Vector256.Equals(*(Vector256<int>*)&xc[32], bits).AsSingle(), left, Vector256<float>.Zero);
                    *(Vector256<float>*)&gc[32] = taken;
                    left ^= taken;
                }
            }
        }
    }
}

// MaxPool2D1Delta holds a gradient, on entry and on exit of maxpool1's output, from flatten1, for the way back to conv1's output.

// maxpool1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void MaxPool2D1StageForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // maxpool1: the largest number of each window
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->MaxPool2D1Output[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 48], yp = &y[line * 8];
            for (int place = 0; place < 1; place++, xp += 16, yp += 8)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column];
                    Vector256<float> next;
                    Vector256<float> pooled = *(Vector256<float>*)xc;
                    next = *(Vector256<float>*)&xc[8];
                    pooled = Vector256.ConditionalSelect(Vector256.GreaterThan(next, pooled) | ~Vector256.Equals(next, next), next, pooled);
                    next = *(Vector256<float>*)&xc[24];
                    pooled = Vector256.ConditionalSelect(Vector256.GreaterThan(next, pooled) | ~Vector256.Equals(next, next), next, pooled);
                    next = *(Vector256<float>*)&xc[32];
                    pooled = Vector256.ConditionalSelect(Vector256.GreaterThan(next, pooled) | ~Vector256.Equals(next, next), next, pooled);
                    *(Vector256<float>*)&yp[column] = pooled;
                }
            }
        }
    }
}

// through flatten1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void MaxPool2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: dy/dx = 1
        ImageRows.FromFeatures(&s->Flatten1Delta[(long)row * 16], &s->MaxPool2D1Delta[(long)row * 16], new ImageLayout(2, 1, 1, 8, 8, 0, 16));
    }
}

// Flatten1Delta holds a gradient, on entry and on exit of flatten1's output, from dense1's weights, for the way back to maxpool1's output.

// flatten1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1RowsForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: x
        ImageRows.ToFeatures(&s->MaxPool2D1Output[(long)row * 16], new ImageLayout(2, 1, 1, 8, 8, 0, 16), &s->Flatten1Output[(long)row * 16], 16);
    }
}

// Dense1Delta holds a gradient, on entry and on exit of dense1's output, from the loss, for its weight gradient and the way back to flatten1's output.

// dense1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense1ForwardPanel256(s->Flatten1Output, &s->Parameters[Dense1Weight + column * 2], &s->Parameters[Dense1Bias + column],
            &s->Dense1Output[column], s->Rows);
    }
}

// dense1: Y[rows, 2] = X[rows, 2] W' + b, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense1Forward6Rows256(x, w, b, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, b, y, strideY: 16, reduction: 2);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 2.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Forward6Rows256(float* x, float* w, float* b, float* y)
{
    // the bias starts every sum
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> sum4a = sum0a, sum5a = sum0a;
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

// dense1, weight gradient for ComputeGradients: dL/dW[2, 2] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense1Delta;
    int offset = Dense1Weight;
    ProductTiles.Gradient256(s->Flatten1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 2, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias]);
}

// dense1, weight gradient and update: dL/dW[2, 2] = delta' X, panels first to end.
// The bias gradient goes to memory; the biases are updated with the other vectors.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense1Delta[column];
        int offset = Dense1Weight + column * 2;
        float* x = s->Flatten1Output;
        Dense1Update2Inputs256(s, x, strideX: 16, delta, strideD: 16, offset);
        ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias + column]);
    }
}

// 2 inputs x 1 vector of 8 units, summed over the batch in 2 registers, then updated.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Update2Inputs256(Step* s, float* x, long strideX, float* delta, long strideD, int offset)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    for (int row = s->Rows; row > 0; row--, x += strideX, delta += strideD)
    {
        wa = *(Vector256<float>*)delta;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[1]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    }
    float* w = &s->Parameters[offset];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    SGD(sum0a, w, rate);
    SGD(sum1a, &w[16], rate);
}

// Through dense1's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1StageBackward256(Step* s, int first, int end)
{
    float* transposed = &s->Transposed[first * 32 * 16]; // room for a panel of weights
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        PackedMatrix.TransposePanel(&s->Parameters[Dense1Weight], 1, 2, 2, panel, transposed);
        Dense1InputGradientPanel256(s->Dense1Delta, transposed, &s->Flatten1Delta[column], s->Rows);
    }
}

// dense1, gradient of its input: dL/dX[rows, 2] = delta[rows, 2] W, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense1InputGradient6Rows256(x, w, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, null, y, strideY: 16, reduction: 2);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 2.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1InputGradient6Rows256(float* x, float* w, float* y)
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
