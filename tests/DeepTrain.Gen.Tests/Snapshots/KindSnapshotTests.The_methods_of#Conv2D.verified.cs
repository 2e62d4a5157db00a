// [Input(2, 5, 5)] [Conv2D(2, 3)] [Conv2D(3, 2)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]

// Conv2D1Delta holds a gradient, on entry and on exit of conv1's output, from conv2's weights, for its weight gradient.

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

// through conv2, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        {
            float* x = &s->Conv2D2Delta[(long)row * 144 + 40 + -40], y = &s->Conv2D1Delta[(long)row * 80];
            Conv2D2InputGradientPanel256(x, s->Conv2D2Transposed, NoBias.Panel, y);
        }
    }
}

// conv2, gradient of its input: dL/dx = sum w delta, 2 x 2 taps of 3 filters: 3 x 3 places of one image, a panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Conv2D2InputGradientPanel256(float* x, float* w, float* b, float* y)
{
    float* xLine = x, yLine = y;
    // kernel lines within the ring would add zeros: only those from from to to are added
    for (int line = 0; line < 3; line += 3, xLine += 96, yLine += 72)
    {
        int from = Math.Max(0, -1 - line), to = Math.Min(2, 3 - line);
        Conv2D2InputGradient3x3Places256(&xLine[from * 32], &w[from * 96], b, yLine, to - from, one: 1);
    }
}

// 3 x 3 places x 1 vector of 8 columns: 9 sums stay in registers over 2 x 2 taps of 3 channels.
// x is the first place's window: the next place's begins 8 floats on, the next line's 32; w has the columns' weights for each term of it in turn.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Conv2D2InputGradient3x3Places256(float* x, float* w, float* b, float* y, int lines, long one)
{
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> sum4a = sum0a, sum5a = sum0a, sum6a = sum0a, sum7a = sum0a;
    Vector256<float> sum8a = sum0a;
    Vector256<float> xk, wa;
    // a pointer for each tap, at an offset that the JIT cannot know (one is 1): it would keep what windows share, on the stack
    for (int ky = 0; ky < lines; ky++, x += 32, w += 96)
    {
        float* x1 = &x[8 * one];
        wa = *(Vector256<float>*)w;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[8]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[16]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[32]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[40]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[48]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x[64]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x[72]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x[80]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        wa = *(Vector256<float>*)&w[16];
        xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[9]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[17]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[33]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[41]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[49]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x[65]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x[73]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x[81]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        wa = *(Vector256<float>*)&w[32];
        xk = Vector256.Create<float>(x[2]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[10]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[18]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[34]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[42]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[50]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x[66]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x[74]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x[82]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        wa = *(Vector256<float>*)&w[48];
        xk = Vector256.Create<float>(x1[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x1[8]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x1[16]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x1[32]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x1[40]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x1[48]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x1[64]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x1[72]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x1[80]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        wa = *(Vector256<float>*)&w[64];
        xk = Vector256.Create<float>(x1[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x1[9]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x1[17]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x1[33]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x1[41]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x1[49]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x1[65]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x1[73]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x1[81]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        wa = *(Vector256<float>*)&w[80];
        xk = Vector256.Create<float>(x1[2]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x1[10]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x1[18]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x1[34]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x1[42]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x1[50]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x1[66]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x1[74]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x1[82]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
    }
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[8] = sum1a;
    *(Vector256<float>*)&y[16] = sum2a;
    *(Vector256<float>*)&y[24] = sum3a;
    *(Vector256<float>*)&y[32] = sum4a;
    *(Vector256<float>*)&y[40] = sum5a;
    *(Vector256<float>*)&y[48] = sum6a;
    *(Vector256<float>*)&y[56] = sum7a;
    *(Vector256<float>*)&y[64] = sum8a;
}

// Conv2D2Delta holds a gradient, on entry and on exit of conv2's output, from flatten1, for its weight gradient and the way back to conv1's output.

// conv2, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D2StageForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->Conv2D2Output[(long)row * 32];
        Conv2D2ForwardPanel256(x, &s->Parameters[Conv2D2Weight], &s->Parameters[Conv2D2Bias], y);
    }
}

// conv2: y = sum w x + b, windows of 2 x 2 x 2: 2 x 2 places of one image, a panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Conv2D2ForwardPanel256(float* x, float* w, float* b, float* y)
{
    float* xLine = x, yLine = y;
    for (int line = 0; line < 2; line += 2, xLine += 48, yLine += 32)
    {
        Conv2D2Forward2x2Places256(xLine, w, b, yLine, one: 1);
    }
}

// 2 x 2 places x 1 vector of 8 columns: 4 sums stay in registers over 2 x 2 taps of 2 channels.
// x is the first place's window: the next place's begins 8 floats on, the next line's 24; w has the columns' weights for each term of it in turn.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Conv2D2Forward2x2Places256(float* x, float* w, float* b, float* y, long one)
{
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> xk, wa;
    // a pointer for each tap, at an offset that the JIT cannot know (one is 1): it would keep what windows share, on the stack
    for (int ky = 0; ky < 2; ky++, x += 24, w += 64)
    {
        float* x1 = &x[8 * one];
        wa = *(Vector256<float>*)w;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[8]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[24]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[32]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        wa = *(Vector256<float>*)&w[16];
        xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[9]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[25]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[33]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        wa = *(Vector256<float>*)&w[32];
        xk = Vector256.Create<float>(x1[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x1[8]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x1[24]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x1[32]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        wa = *(Vector256<float>*)&w[48];
        xk = Vector256.Create<float>(x1[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x1[9]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x1[25]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x1[33]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    }
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[8] = sum1a;
    *(Vector256<float>*)&y[16] = sum2a;
    *(Vector256<float>*)&y[24] = sum3a;
}

// through flatten1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D2StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: dy/dx = 1
        ImageRows.FromFeatures(&s->Flatten1Delta[(long)row * 16], &s->Conv2D2Delta[(long)row * 144], new ImageLayout(3, 2, 2, 8, 32, 40, 144));
    }
}

// conv2, weight gradient: dL/dW[3, 2, 2, 2] = sum over rows and places of delta x.
// 1 panel of filters x 2 kernel lines, from first to end, each over the whole batch.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D2WeightGradient256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int panel = index / 2, ky = index % 2, from = 0, to = s->Rows;
        float* g = &s->Gradients[Conv2D2Weight];
        int width = 16, start = panel * 256 + ky * 4 * width;
        new Span<float>(&g[start], 4 * width).Clear();
        float* bias = &s->Gradients[Conv2D2Bias + panel * 32];
        if (ky == 0)
            new Span<float>(bias, width).Clear();
        for (int row = from; row < to; row++)
        {
            float* image = &s->Conv2D1Output[(long)row * 80], deltas = &s->Conv2D2Delta[(long)row * 144 + 40];
            if (ky == 0)
                ChannelSums.Add256(&deltas[panel * 32], 2, 2, 32, 8, 8, bias);
            {
                float* dp = &deltas[panel * 32], gp = &g[panel * 256];
                float* xk = &image[ky * 24], gk = &gp[ky * 64];
                for (int kx = 0; kx < 2; kx++, xk += 6)
                {
                    for (int tile = 0; tile < 1; tile++, xk += 2, gk += 32)
                    {
                        Conv2D2Gradient2Inputs256(xk, dp, gk, 2);
                    }
                }
            }
        }
    }
}

// 2 inputs x 1 vector of 8 filters: their sums over the places of so many lines are added to g.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Conv2D2Gradient2Inputs256(float* x, float* delta, float* g, int lines)
{
    Vector256<float> sum0a = *(Vector256<float>*)g, sum1a = *(Vector256<float>*)&g[16], sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    for (; lines > 0; lines--, x += 8, delta += 16)
    {
        for (int place = 0; place < 1; place++, x += 16, delta += 16)
        {
            wa = *(Vector256<float>*)delta;
            xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
            xk = Vector256.Create<float>(x[1]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
            wa = *(Vector256<float>*)&delta[8];
            xk = Vector256.Create<float>(x[8]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
            xk = Vector256.Create<float>(x[9]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        }
    }
    *(Vector256<float>*)g = sum0a + sum2a;
    *(Vector256<float>*)&g[16] = sum1a + sum3a;
}

// Flatten1Delta holds a gradient, on entry and on exit of flatten1's output, from dense1's weights, for the way back to conv2's output.

// flatten1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1RowsForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: x
        ImageRows.ToFeatures(&s->Conv2D2Output[(long)row * 32], new ImageLayout(3, 2, 2, 8, 16, 0, 32), &s->Flatten1Output[(long)row * 16], 16);
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
        Dense1ForwardPanel256(s->Flatten1Output, &s->Parameters[Dense1Weight + column * 12], &s->Parameters[Dense1Bias + column],
            &s->Dense1Output[column], s->Rows);
    }
}

// dense1: Y[rows, 2] = X[rows, 12] W' + b, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense1Forward6Rows256(x, w, b, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, b, y, strideY: 16, reduction: 12);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 12.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Forward6Rows256(float* x, float* w, float* b, float* y)
{
    // the bias starts every sum
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> sum4a = sum0a, sum5a = sum0a;
    Vector256<float> xk, wa;
    float* end = &x[12];
    do
    {
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
        x += 2;
        w += 32;
    }
    while (x < end);
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[16] = sum1a;
    *(Vector256<float>*)&y[32] = sum2a;
    *(Vector256<float>*)&y[48] = sum3a;
    *(Vector256<float>*)&y[64] = sum4a;
    *(Vector256<float>*)&y[80] = sum5a;
}

// dense1, weight gradient for ComputeGradients: dL/dW[2, 12] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense1Delta;
    int offset = Dense1Weight;
    ProductTiles.Gradient256(s->Flatten1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 12, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias]);
}

// dense1, weight gradient and update: dL/dW[2, 12] = delta' X, panels first to end.
// The bias gradient goes to memory; the biases are updated with the other vectors.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense1Delta[column];
        int offset = Dense1Weight + column * 12;
        float* x = s->Flatten1Output;
        Dense1Update12Inputs256(s, x, strideX: 16, delta, strideD: 16, offset);
        ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias + column]);
    }
}

// Through dense1's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1StageBackward256(Step* s, int first, int end)
{
    float* transposed = &s->Transposed[first * 32 * 16]; // room for a panel of weights
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        PackedMatrix.TransposePanel(&s->Parameters[Dense1Weight], 1, 2, 12, panel, transposed);
        Dense1InputGradientPanel256(s->Dense1Delta, transposed, &s->Flatten1Delta[column], s->Rows);
    }
}

// dense1, gradient of its input: dL/dX[rows, 12] = delta[rows, 2] W, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16)
    {
        Dense1InputGradient6Rows256(x, w, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 2, x, strideX: 16, w, width: 16, null, y, strideY: 16, reduction: 2);
}

// 6 rows x 2 vectors of 8 columns: 12 sums stay in registers while k runs over 2.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1InputGradient6Rows256(float* x, float* w, float* y)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum0b = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum1b = Vector256<float>.Zero;
    Vector256<float> sum2a = Vector256<float>.Zero, sum2b = Vector256<float>.Zero, sum3a = Vector256<float>.Zero, sum3b = Vector256<float>.Zero;
    Vector256<float> sum4a = Vector256<float>.Zero, sum4b = Vector256<float>.Zero, sum5a = Vector256<float>.Zero, sum5b = Vector256<float>.Zero;
    Vector256<float> xk, wa, wb;
    wa = *(Vector256<float>*)w;
    wb = *(Vector256<float>*)&w[8];
    xk = Vector256.Create<float>(x[0]);
    sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a); sum0b = Vector256.MultiplyAddEstimate(xk, wb, sum0b);
    xk = Vector256.Create<float>(x[16]);
    sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a); sum1b = Vector256.MultiplyAddEstimate(xk, wb, sum1b);
    xk = Vector256.Create<float>(x[32]);
    sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a); sum2b = Vector256.MultiplyAddEstimate(xk, wb, sum2b);
    xk = Vector256.Create<float>(x[48]);
    sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a); sum3b = Vector256.MultiplyAddEstimate(xk, wb, sum3b);
    xk = Vector256.Create<float>(x[64]);
    sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a); sum4b = Vector256.MultiplyAddEstimate(xk, wb, sum4b);
    xk = Vector256.Create<float>(x[80]);
    sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a); sum5b = Vector256.MultiplyAddEstimate(xk, wb, sum5b);
    wa = *(Vector256<float>*)&w[16];
    wb = *(Vector256<float>*)&w[24];
    xk = Vector256.Create<float>(x[1]);
    sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a); sum0b = Vector256.MultiplyAddEstimate(xk, wb, sum0b);
    xk = Vector256.Create<float>(x[17]);
    sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a); sum1b = Vector256.MultiplyAddEstimate(xk, wb, sum1b);
    xk = Vector256.Create<float>(x[33]);
    sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a); sum2b = Vector256.MultiplyAddEstimate(xk, wb, sum2b);
    xk = Vector256.Create<float>(x[49]);
    sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a); sum3b = Vector256.MultiplyAddEstimate(xk, wb, sum3b);
    xk = Vector256.Create<float>(x[65]);
    sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a); sum4b = Vector256.MultiplyAddEstimate(xk, wb, sum4b);
    xk = Vector256.Create<float>(x[81]);
    sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a); sum5b = Vector256.MultiplyAddEstimate(xk, wb, sum5b);
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[8] = sum0b;
    *(Vector256<float>*)&y[16] = sum1a;
    *(Vector256<float>*)&y[24] = sum1b;
    *(Vector256<float>*)&y[32] = sum2a;
    *(Vector256<float>*)&y[40] = sum2b;
    *(Vector256<float>*)&y[48] = sum3a;
    *(Vector256<float>*)&y[56] = sum3b;
    *(Vector256<float>*)&y[64] = sum4a;
    *(Vector256<float>*)&y[72] = sum4b;
    *(Vector256<float>*)&y[80] = sum5a;
    *(Vector256<float>*)&y[88] = sum5b;
}
