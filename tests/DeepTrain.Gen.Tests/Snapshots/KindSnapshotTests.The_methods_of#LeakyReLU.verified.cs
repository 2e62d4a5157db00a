// [Input(4)] [Dense(4)] [LeakyReLU] [Dense(2)] [MeanSquaredError] [SGD]

// Dense1Delta holds a gradient, on entry and on exit of dense1's output, from dense2's weights and times leakyrelu1's derivative, for its weight
// gradient.

// dense1, leakyrelu1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        int whole = Dense1ForwardPanel256(s->Inputs, &s->Parameters[Dense1Weight + column * 4], &s->Parameters[Dense1Bias + column],
            &s->LeakyReLU1Output[column], s->Rows);
        if (whole < s->Rows)
        {
            LeakyReLU1Forward256(s, column, column + width, whole);
        }
    }
}

// LeakyReLU: y = x > 0 ? x : 0.01 x
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> LeakyReLU1(Vector256<float> input)
{
    Vector256<float> leakyrelu1Slope = Vector256.Create<float>(0.01f);
    Vector256<float> leakyrelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input, input * leakyrelu1Slope);
    return leakyrelu1;
}

// LeakyReLU: dy/dx = 1 where x > 0, else 0.01
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> LeakyReLU1Gradient(Vector256<float> gradient, Vector256<float> output)
{
    Vector256<float> leakyrelu1Slope = Vector256.Create<float>(0.01f);
    Vector256<float> leakyrelu1Gradient = Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<float>.Zero), gradient,
        gradient * leakyrelu1Slope);
    return leakyrelu1Gradient;
}

// leakyrelu1: forward for the columns from first to end.
//   leakyrelu1: y = x > 0 ? x : 0.01 x
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void LeakyReLU1Forward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> leakyrelu1Slope = Vector256.Create<float>(0.01f);
    for (int column = first; column < end; column += 8)
    {
        float* leakyrelu1OutputRow = &s->LeakyReLU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, leakyrelu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)leakyrelu1OutputRow;
            Vector256<float> leakyrelu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input,
                input * leakyrelu1Slope);
            *(Vector256<float>*)leakyrelu1OutputRow = leakyrelu1;
        }
    }
}

// leakyrelu1: backward for the columns from first to end.
//   leakyrelu1: dy/dx = 1 where x > 0, else 0.01
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void LeakyReLU1Backward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> leakyrelu1Slope = Vector256.Create<float>(0.01f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column + firstRow * 16];
        float* leakyrelu1OutputRow = &s->LeakyReLU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, dense1DeltaRow += 16, leakyrelu1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> leakyrelu1Output = *(Vector256<float>*)leakyrelu1OutputRow;
            Vector256<float> leakyrelu1Gradient = Vector256.ConditionalSelect(Vector256.GreaterThan(leakyrelu1Output, Vector256<float>.Zero), gradient,
                gradient * leakyrelu1Slope);
            *(Vector256<float>*)dense1DeltaRow = leakyrelu1Gradient;
        }
    }
}

// Dense2Delta holds a gradient, on entry and on exit of dense2's output, from the loss, for its weight gradient and the way back to leakyrelu1's
// output.

// dense2: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense2StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense2ForwardPanel256(s->LeakyReLU1Output, &s->Parameters[Dense2Weight + column * 4], &s->Parameters[Dense2Bias + column],
            &s->Dense2Output[column], s->Rows);
    }
}

// Through dense2's weights, then leakyrelu1: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageBackward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32, width = 16;
        int whole = Dense2InputGradientPanel256(s->Dense2Delta, &s->Dense2Transposed[column * 16], &s->Dense1Delta[column],
            &s->LeakyReLU1Output[column], s->Rows);
        if (whole < s->Rows)
        {
            LeakyReLU1Backward256(s, column, column + width, whole);
        }
    }
}
