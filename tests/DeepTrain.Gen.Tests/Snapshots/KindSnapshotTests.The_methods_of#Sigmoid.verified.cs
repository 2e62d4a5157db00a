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
