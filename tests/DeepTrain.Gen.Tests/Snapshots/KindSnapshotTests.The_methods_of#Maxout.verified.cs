// [Input(4)] [Dense(4)] [Maxout(4, 2, L2 = 1e-3f, MaxNorm = 3f)] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry and on exit of dense1's output, from maxout1's weights, for its weight gradient.

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

// Maxout1Delta holds a gradient, on entry of maxout1's output, from dense2's weights.
// On exit Maxout1PieceDelta holds that of all pieces, 0 but for the largest, for its weight gradient and the way back to dense1's output.

// maxout1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Maxout1ForwardPanel256(s->Dense1Output, &s->Parameters[Maxout1Weight + column * 4], &s->Parameters[Maxout1Bias + column],
            &s->Maxout1Pieces[column], s->Rows);
        Maxout1ForwardPanel256(s->Dense1Output, &s->Parameters[Maxout1Weight + (column + 16) * 4], &s->Parameters[Maxout1Bias + column + 16],
            &s->Maxout1Pieces[column + 16], s->Rows);
        Maxout1ChoiceForward256(s, column, column + width);
    }
}

// maxout1: inference for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1StageInfer256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Maxout1ForwardPanel256(s->Dense1Output, &s->Parameters[Maxout1Weight + column * 4], &s->Parameters[Maxout1Bias + column],
            &s->Maxout1Pieces[column], s->Rows);
        Maxout1ForwardPanel256(s->Dense1Output, &s->Parameters[Maxout1Weight + (column + 16) * 4], &s->Parameters[Maxout1Bias + column + 16],
            &s->Maxout1Pieces[column + 16], s->Rows);
        Maxout1ChoiceInfer256(s, column, column + width);
    }
}

// maxout1: Y[rows, 4] = X[rows, 4] W' + b, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Maxout1ForwardPanel256(float* x, float* w, float* b, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 16, y += 6 * 32)
    {
        Maxout1Forward6Rows256(x, w, b, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 16, w, width: 16, b, y, strideY: 32, reduction: 4);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 4.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Maxout1Forward6Rows256(float* x, float* w, float* b, float* y)
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
    *(Vector256<float>*)&y[32] = sum1a;
    *(Vector256<float>*)&y[64] = sum2a;
    *(Vector256<float>*)&y[96] = sum3a;
    *(Vector256<float>*)&y[128] = sum4a;
    *(Vector256<float>*)&y[160] = sum5a;
}

// maxout1's choice among 2 pieces: forward for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1ChoiceForward256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* maxout1PiecesRow = &s->Maxout1Pieces[column];
        float* maxout1OutputRow = &s->Maxout1Output[column];
        for (int row = 0; row < s->Rows; row++, maxout1PiecesRow += 32, maxout1OutputRow += 16)
        {
            Vector256<float> maxout1Best = *(Vector256<float>*)maxout1PiecesRow;
            Vector256<float> maxout1Piece1 = *(Vector256<float>*)&maxout1PiecesRow[16];
            maxout1Best = Vector256.ConditionalSelect(
                Vector256.GreaterThan(maxout1Piece1, maxout1Best) | ~Vector256.Equals(maxout1Piece1, maxout1Piece1), maxout1Piece1, maxout1Best);
            *(Vector256<float>*)maxout1OutputRow = maxout1Best;
        }
    }
}

// maxout1's choice among 2 pieces in inference, for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1ChoiceInfer256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* maxout1PiecesRow = &s->Maxout1Pieces[column];
        float* maxout1OutputRow = &s->Maxout1Output[column];
        for (int row = 0; row < s->Rows; row++, maxout1PiecesRow += 32, maxout1OutputRow += 16)
        {
            Vector256<float> maxout1Best = *(Vector256<float>*)maxout1PiecesRow;
            Vector256<float> maxout1Piece1 = *(Vector256<float>*)&maxout1PiecesRow[16];
            maxout1Best = Vector256.ConditionalSelect(
                Vector256.GreaterThan(maxout1Piece1, maxout1Best) | ~Vector256.Equals(maxout1Piece1, maxout1Piece1), maxout1Piece1, maxout1Best);
            *(Vector256<float>*)maxout1OutputRow = maxout1Best;
        }
    }
}

// maxout1's choice among 2 pieces: backward for the columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1ChoiceBackward256(Step* s, int first, int end)
{
    for (int column = first; column < end; column += 8)
    {
        float* maxout1DeltaRow = &s->Maxout1Delta[column];
        float* maxout1PiecesRow = &s->Maxout1Pieces[column];
        float* maxout1PieceDeltaRow = &s->Maxout1PieceDelta[column];
        for (int row = 0; row < s->Rows; row++, maxout1DeltaRow += 16, maxout1PiecesRow += 32, maxout1PieceDeltaRow += 32)
        {
            Vector256<float> gradient = *(Vector256<float>*)maxout1DeltaRow;
            Vector256<float> maxout1Best = *(Vector256<float>*)maxout1PiecesRow;
            Vector256<float> maxout1Piece1 = *(Vector256<float>*)&maxout1PiecesRow[16];
            maxout1Best = Vector256.ConditionalSelect(
                Vector256.GreaterThan(maxout1Piece1, maxout1Best) | ~Vector256.Equals(maxout1Piece1, maxout1Piece1), maxout1Piece1, maxout1Best);
            Vector256<float> maxout1Left = gradient;
            Vector256<float> maxout1Wins0 = Vector256.Equals(*(Vector256<float>*)maxout1PiecesRow, maxout1Best);
            *(Vector256<float>*)maxout1PieceDeltaRow = maxout1Left & maxout1Wins0;
            maxout1Left = Vector256.AndNot(maxout1Left, maxout1Wins0);
            Vector256<float> maxout1Wins1 = Vector256.Equals(*(Vector256<float>*)&maxout1PiecesRow[16], maxout1Best);
            *(Vector256<float>*)&maxout1PieceDeltaRow[16] = maxout1Left & maxout1Wins1;
        }
    }
}

// maxout1, weight gradient for ComputeGradients: dL/dW[2, 4, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1WeightGradient256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int piece = index;
        int column = piece * 16;
        float* delta = &s->Maxout1PieceDelta[column];
        int offset = Maxout1Weight + column * 4;
        float* x = s->Dense1Output;
        int width = 16;
        ProductTiles.Gradient256(x, strideX: 16, delta, strideD: 32, s->Rows, inputs: 4, panels: 1, lastWidth: width, &s->Gradients[offset]);
        for (int i = offset; i < offset + 4 * width; i += 8)
        {
            *(Vector256<float>*)&s->Gradients[i] = Maxout1Penalised(s, *(Vector256<float>*)&s->Gradients[i], *(Vector256<float>*)&s->Parameters[i]);
        }
        ProductTiles.BiasGradient256(delta, 32, s->Rows, 16, &s->Gradients[Maxout1Bias + column]);
    }
}

// maxout1, weight gradient and update: dL/dW[2, 4, 4] = delta' X, panels first to end.
// The first tile of a panel sums delta itself too, which is the gradient of the biases.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int piece = index;
        int column = piece * 16;
        float* delta = &s->Maxout1PieceDelta[column];
        int offset = Maxout1Weight + column * 4;
        float* x = s->Dense1Output;
        int bias = Maxout1Bias + column;
        Maxout1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 32, offset, bias);
    }
}

// 4 inputs x 1 vector of 8 units and their biases, summed over the batch in 5 registers, then updated.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Maxout1Update4InputsAndBias256(Step* s, float* x, long strideX, float* delta, long strideD, int offset, int bias)
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
    SGD(Maxout1Penalised(s, sum0a, *(Vector256<float>*)w), w, rate);
    SGD(Maxout1Penalised(s, sum1a, *(Vector256<float>*)&w[16]), &w[16], rate);
    SGD(Maxout1Penalised(s, sum2a, *(Vector256<float>*)&w[32]), &w[32], rate);
    SGD(Maxout1Penalised(s, sum3a, *(Vector256<float>*)&w[48]), &w[48], rate);
    int toBias = bias - offset;
    SGD(biasa, &w[toBias], rate);
}

// Through maxout1's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Maxout1InputGradientPanel256(s->Maxout1PieceDelta, &s->Maxout1Transposed[column * 32], &s->Dense1Delta[column], s->Rows);
    }
}

// maxout1, gradient of its input: dL/dX[rows, 4] = delta[rows, 2 x 4] W, for one panel of 16 columns.
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Maxout1InputGradientPanel256(float* x, float* w, float* y, int rows)
{
    int left = rows;
    for (; left >= 11 || left == 6; left -= 6, x += 6 * 32, y += 6 * 16)
    {
        Maxout1InputGradient6Rows256(x, w, y);
    }
    // what is left: up to 5 rows are one more tile, 7 to 10 two of about equal height
    ProductTiles.Rows256(left, vectors: 1, x, strideX: 32, w, width: 16, null, y, strideY: 16, reduction: 20);
}

// 6 rows x 1 vector of 8 columns: 6 sums stay in registers while k runs over 20.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
private static void Maxout1InputGradient6Rows256(float* x, float* w, float* y)
{
    Vector256<float> sum0a = Vector256<float>.Zero, sum1a = Vector256<float>.Zero, sum2a = Vector256<float>.Zero, sum3a = Vector256<float>.Zero;
    Vector256<float> sum4a = Vector256<float>.Zero, sum5a = Vector256<float>.Zero;
    Vector256<float> xk, wa;
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
    wa = *(Vector256<float>*)&w[32];
    xk = Vector256.Create<float>(x[2]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[34]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[66]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[98]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[130]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[162]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[48];
    xk = Vector256.Create<float>(x[3]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[35]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[67]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[99]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[131]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[163]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[64];
    xk = Vector256.Create<float>(x[4]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[36]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[68]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[100]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[132]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[164]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[80];
    xk = Vector256.Create<float>(x[5]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[37]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[69]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[101]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[133]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[165]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[96];
    xk = Vector256.Create<float>(x[6]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[38]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[70]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[102]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[134]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[166]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[112];
    xk = Vector256.Create<float>(x[7]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[39]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[71]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[103]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[135]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[167]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[128];
    xk = Vector256.Create<float>(x[8]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[40]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[72]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[104]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[136]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[168]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[144];
    xk = Vector256.Create<float>(x[9]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[41]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[73]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[105]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[137]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[169]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[160];
    xk = Vector256.Create<float>(x[10]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[42]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[74]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[106]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[138]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[170]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[176];
    xk = Vector256.Create<float>(x[11]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[43]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[75]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[107]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[139]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[171]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[192];
    xk = Vector256.Create<float>(x[12]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[44]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[76]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[108]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[140]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[172]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[208];
    xk = Vector256.Create<float>(x[13]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[45]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[77]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[109]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[141]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[173]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[224];
    xk = Vector256.Create<float>(x[14]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[46]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[78]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[110]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[142]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[174]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[240];
    xk = Vector256.Create<float>(x[15]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[47]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[79]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[111]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[143]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[175]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[256];
    xk = Vector256.Create<float>(x[16]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[48]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[80]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[112]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[144]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[176]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[272];
    xk = Vector256.Create<float>(x[17]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[49]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[81]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[113]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[145]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[177]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[288];
    xk = Vector256.Create<float>(x[18]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[50]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[82]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[114]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[146]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[178]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    wa = *(Vector256<float>*)&w[304];
    xk = Vector256.Create<float>(x[19]); sum0a = Vector256.MultiplyAddEstimate(xk, wa, sum0a);
    xk = Vector256.Create<float>(x[51]); sum1a = Vector256.MultiplyAddEstimate(xk, wa, sum1a);
    xk = Vector256.Create<float>(x[83]); sum2a = Vector256.MultiplyAddEstimate(xk, wa, sum2a);
    xk = Vector256.Create<float>(x[115]); sum3a = Vector256.MultiplyAddEstimate(xk, wa, sum3a);
    xk = Vector256.Create<float>(x[147]); sum4a = Vector256.MultiplyAddEstimate(xk, wa, sum4a);
    xk = Vector256.Create<float>(x[179]); sum5a = Vector256.MultiplyAddEstimate(xk, wa, sum5a);
    *(Vector256<float>*)y = sum0a;
    *(Vector256<float>*)&y[16] = sum1a;
    *(Vector256<float>*)&y[32] = sum2a;
    *(Vector256<float>*)&y[48] = sum3a;
    *(Vector256<float>*)&y[64] = sum4a;
    *(Vector256<float>*)&y[80] = sum5a;
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to maxout1's output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->Maxout1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// dense2, weight gradient for ComputeGradients: dL/dW[2, 4] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense2Delta;
    int offset = Dense2Weight;
    ProductTiles.Gradient256(s->Maxout1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 4, panels: 1, lastWidth: 16, &s->Gradients[offset]);
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
        float* x = s->Maxout1Output;
        int bias = Dense2Bias + column;
        Dense1Update4InputsAndBias256(s, x, strideX: 16, delta, strideD: 16, offset, bias);
    }
}

// Through dense2's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Maxout1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Maxout1Delta[column], s->Rows);
        Maxout1ChoiceBackward256(s, column, column + width);
    }
}
