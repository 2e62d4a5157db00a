// [Input(4)] [Dense(4)] [Sigmoid] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry and on exit of dense1's output, from dense2's weights and times sigmoid1's derivative, for its weight
// gradient.

// dense1, sigmoid1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        int whole = Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column],
            &s->Sigmoid1Output[column], s->Rows);
        if (whole < s->Rows)
        {
            Sigmoid1Forward256(s, column, column + width, whole);
        }
    }
}

// Sigmoid: y = 1 / (1 + exp(-x))
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> Sigmoid1(Vector256<float> input)
{
    Vector256<float> sigmoid1 = VectorMath.SigmoidOrZero(input);
    return sigmoid1;
}

// Sigmoid: dy/dx = y (1 - y)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> Sigmoid1Gradient(Vector256<float> gradient, Vector256<float> output)
{
    Vector256<float> one = Vector256.Create<float>(1f);
    Vector256<float> sigmoid1Gradient = gradient * output * (one - output);
    return sigmoid1Gradient;
}

// dense1: Y[rows, 4] = X[rows, 4] W' + b, for one panel of 16 columns.
// Returns how many rows are in whole tiles: those have had their epilogue.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static int Dense1ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int whole = 0;
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 4, y += 6 * 16)
    {
        Dense1Forward6Rows256(x, w, b, y);
    }
    whole = rows - left;
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 4, w, width: 16, b, y, strideY: 16, reduction: 4);
    return whole;
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 4.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense1Forward6Rows256(float* x, float* w, float* b, float* y)
{
    // the bias starts every sum
    Vector256<float> sum0a = *(Vector256<float>*)b, sum1a = sum0a, sum2a = sum0a, sum3a = sum0a;
    Vector256<float> sum4a = sum0a, sum5a = sum0a;
    Vector256<float> xk, wa;
    wa = *(Vector256<float>*)w;
    xk = Vector256.Create<float>(x[0]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[4]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[8]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[12]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[16]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[20]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[16];
    xk = Vector256.Create<float>(x[1]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[5]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[9]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[13]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[17]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[21]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[32];
    xk = Vector256.Create<float>(x[2]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[6]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[10]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[14]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[18]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[22]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[48];
    xk = Vector256.Create<float>(x[3]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[7]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[11]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[15]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[19]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[23]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    *(Vector256<float>*)y = Sigmoid1(sum0a);
    *(Vector256<float>*)&y[16] = Sigmoid1(sum1a);
    *(Vector256<float>*)&y[32] = Sigmoid1(sum2a);
    *(Vector256<float>*)&y[48] = Sigmoid1(sum3a);
    *(Vector256<float>*)&y[64] = Sigmoid1(sum4a);
    *(Vector256<float>*)&y[80] = Sigmoid1(sum5a);
}

// sigmoid1: forward for the columns from first to end.
//   sigmoid1: y = 1 / (1 + exp(-x))
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Sigmoid1Forward256(Step* s, int first, int end, int firstRow)
{
    for (int column = first; column < end; column += 8)
    {
        float* sigmoid1OutputRow = &s->Sigmoid1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, sigmoid1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)sigmoid1OutputRow;
            Vector256<float> sigmoid1 = VectorMath.SigmoidOrZero(input);
            *(Vector256<float>*)sigmoid1OutputRow = sigmoid1;
        }
    }
}

// sigmoid1: backward for the columns from first to end.
//   sigmoid1: dy/dx = y (1 - y)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Sigmoid1Backward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> one = Vector256.Create<float>(1f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column + firstRow * 16];
        float* sigmoid1OutputRow = &s->Sigmoid1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, dense1DeltaRow += 16, sigmoid1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> sigmoid1Output = *(Vector256<float>*)sigmoid1OutputRow;
            Vector256<float> sigmoid1Gradient = gradient * sigmoid1Output * (one - sigmoid1Output);
            *(Vector256<float>*)dense1DeltaRow = sigmoid1Gradient;
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to sigmoid1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Sigmoid1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Sigmoid1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->Sigmoid1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights, then sigmoid1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        int whole = Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column], &s->Sigmoid1Output[column],
            s->Rows);
        if (whole < s->Rows)
        {
            Sigmoid1Backward256(s, column, column + width, whole);
        }
    }
}

// dense2, gradient of its input: dL/dX[rows, 4] = delta[rows, 2] W, for one panel of 16 columns.
// Returns how many rows are in whole tiles: those have had their epilogue.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static int Dense2InputGradientPanel256(float* x, float* w, float* y, float* h, int rows)
{
    int whole = 0;
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 16, h += 6 * 16)
    {
        Dense2InputGradient6Rows256(x, w, y, h);
    }
    whole = rows - left;
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, null, y, strideY: 16, reduction: 2);
    return whole;
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 2.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Dense2InputGradient6Rows256(float* x, float* w, float* y, float* h)
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
    *(Vector256<float>*)y = Sigmoid1Gradient(sum0a, *(Vector256<float>*)h);
    *(Vector256<float>*)&y[16] = Sigmoid1Gradient(sum1a, *(Vector256<float>*)&h[16]);
    *(Vector256<float>*)&y[32] = Sigmoid1Gradient(sum2a, *(Vector256<float>*)&h[32]);
    *(Vector256<float>*)&y[48] = Sigmoid1Gradient(sum3a, *(Vector256<float>*)&h[48]);
    *(Vector256<float>*)&y[64] = Sigmoid1Gradient(sum4a, *(Vector256<float>*)&h[64]);
    *(Vector256<float>*)&y[80] = Sigmoid1Gradient(sum5a, *(Vector256<float>*)&h[80]);
}
