// [Input(2, 5, 5)] [Conv2D(2, 3)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]

// Conv2D1Delta holds a gradient, on entry and on exit of conv1's output, from flatten1, for its weight gradient.

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

// through flatten1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: dy/dx = 1
        ImageRows.FromFeatures(&s->Flatten1Delta[(long)row * 32], &s->Conv2D1Delta[(long)row * 80], new ImageLayout(2, 3, 3, 8, 24, 0, 80));
    }
}

// Flatten1Delta holds a gradient, on entry and on exit of flatten1's output, from dense1's weights, for the way back to conv1's output.

// flatten1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1RowsForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: x
        ImageRows.ToFeatures(&s->Conv2D1Output[(long)row * 80], new ImageLayout(2, 3, 3, 8, 24, 0, 80), &s->Flatten1Output[(long)row * 32], 32);
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
        Dense1ForwardPanel256(s->Flatten1Output, &s->Parameters[Dense1Weight + column * 18], &s->Parameters[Dense1Bias + column],
            &s->Dense1Output[column], s->Rows);
    }
}

// dense1: Y[rows, 2] = X[rows, 18] W' + b, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 32, y += 6 * 16)
    {
        Dense1Forward6Rows256(x, w, b, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 32, w, width: 16, b, y, strideY: 16, reduction: 18);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 18.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Forward6Rows256(float* x, float* w, float* b, float* y)
{
    // the bias starts every sum
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> sum4a = sum0a, sum5a = sum0a;
    Vector256<float> xk, wa;
    float* end = &x[18];
    do
    {
        wa = *(Vector256<float>*)w;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[32]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[64]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[96]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[128]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[160]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        wa = *(Vector256<float>*)&w[16];
        xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[33]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[65]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[97]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[129]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[161]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
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

// dense1, weight gradient for ComputeGradients: dL/dW[2, 18] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense1Delta;
    int offset = Dense1Weight;
    ProductTiles.Gradient256(s->Flatten1Output, strideX: 32, delta, strideD: 16, s->Rows, inputs: 18, panels: 1, lastWidth: 16, &s->Gradients[offset]);
    ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias]);
}

// dense1, weight gradient and update: dL/dW[2, 18] = delta' X, panels first to end.
// The bias gradient goes to memory; the biases are updated with the other vectors.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
[SkipLocalsInitAttribute]
public static void Dense1Update256(Step* s, int first, int end)
{
    Unsafe.SkipInit(out VectorRoom room);
    float* sums = VectorRoom.Start(&room);
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense1Delta[column];
        int offset = Dense1Weight + column * 18;
        float* x = s->Flatten1Output;
        Dense1Update12Inputs256(s, x, strideX: 32, delta, strideD: 16, offset);
        x += 12;
        offset += 192;
        // 6 inputs are left, and fill no tile
        ProductTiles.Gradient256(x, strideX: 32, delta, strideD: 16, s->Rows, inputs: 6, panels: 1, lastWidth: 8, sums);
        Dense1Finish256(s, sums, offset, 6);
        ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias + column]);
    }
}

// 12 inputs x 1 vector of 8 units, summed over the batch in 12 registers, then updated.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Update12Inputs256(Step* s, float* x, long strideX, float* delta, long strideD, int offset)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> sum4a = Vector256<float>.Zero, sum5a = Vector256<float>.Zero, sum6a = Vector256<float>.Zero, sum7a = Vector256<float>.Zero;
    Vector256<float> sum8a = Vector256<float>.Zero, sum9a = Vector256<float>.Zero, sum10a = Vector256<float>.Zero, sum11a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
    for (int row = s->Rows; row > 0; row--, x += strideX, delta += strideD)
    {
        wa = *(Vector256<float>*)delta;
        xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
        xk = Vector256.Create<float>(x[1]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
        xk = Vector256.Create<float>(x[2]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
        xk = Vector256.Create<float>(x[3]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
        xk = Vector256.Create<float>(x[4]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
        xk = Vector256.Create<float>(x[5]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
        xk = Vector256.Create<float>(x[6]); sum6a = Vector256.MultiplyAddEstimate(xk, wa, sum6a);
        xk = Vector256.Create<float>(x[7]); sum7a = Vector256.MultiplyAddEstimate(xk, wa, sum7a);
        xk = Vector256.Create<float>(x[8]); sum8a = Vector256.MultiplyAddEstimate(xk, wa, sum8a);
        xk = Vector256.Create<float>(x[9]); sum9a = Vector256.MultiplyAddEstimate(xk, wa, sum9a);
        xk = Vector256.Create<float>(x[10]); sum10a = Vector256.MultiplyAddEstimate(xk, wa, sum10a);
        xk = Vector256.Create<float>(x[11]); sum11a = Vector256.MultiplyAddEstimate(xk, wa, sum11a);
    }
    float* w = &s->Parameters[offset];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    SGD(sum0a, w, rate);
    SGD(sum1a, &w[16], rate);
    SGD(sum2a, &w[32], rate);
    SGD(sum3a, &w[48], rate);
    SGD(sum4a, &w[64], rate);
    SGD(sum5a, &w[80], rate);
    SGD(sum6a, &w[96], rate);
    SGD(sum7a, &w[112], rate);
    SGD(sum8a, &w[128], rate);
    SGD(sum9a, &w[144], rate);
    SGD(sum10a, &w[160], rate);
    SGD(sum11a, &w[176], rate);
}

// Updates the weights of the inputs whose gradients are in sums.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Finish256(Step* s, float* sums, int offset, int inputs)
{
    float* w = &s->Parameters[offset];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    float* g = sums;
    for (int k = 0; k < inputs; k++, w += 16, g += 8)
    {
        SGD(*(Vector256<float>*)g, w, rate);
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
        PackedMatrix.TransposePanel(&s->Parameters[Dense1Weight], 1, 2, 18, panel, transposed);
        Dense1InputGradientPanel256(s->Dense1Delta, transposed, &s->Flatten1Delta[column], s->Rows);
    }
}

// dense1, gradient of its input: dL/dX[rows, 18] = delta[rows, 2] W, for one panel of 32 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    for (int strip = 0; strip < 32; strip += 16, w += 16, y += 16)
    {
        float* xRow = x, yRow = y;
        int left = rows;
        for (; left >= 11 || left == 6; left -= 6, xRow += 6 * 16, yRow += 6 * 32)
        {
            Dense1InputGradient6Rows256(xRow, w, yRow);
        }
        // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
        ProductTiles.Rows256(left, vectors: 2, xRow, strideX: 16, w, width: 32, null, yRow, strideY: 32, reduction: 2);
    }
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
    wa = *(Vector256<float>*)&w[32];
    wb = *(Vector256<float>*)&w[40];
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
    *(Vector256<float>*)&y[32] = sum1a;
    *(Vector256<float>*)&y[40] = sum1b;
    *(Vector256<float>*)&y[64] = sum2a;
    *(Vector256<float>*)&y[72] = sum2b;
    *(Vector256<float>*)&y[96] = sum3a;
    *(Vector256<float>*)&y[104] = sum3b;
    *(Vector256<float>*)&y[128] = sum4a;
    *(Vector256<float>*)&y[136] = sum4b;
    *(Vector256<float>*)&y[160] = sum5a;
    *(Vector256<float>*)&y[168] = sum5b;
}
