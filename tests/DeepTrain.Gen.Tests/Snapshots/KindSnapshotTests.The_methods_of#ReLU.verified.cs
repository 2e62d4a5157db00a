// [Input(4)] [Dense(4)] [ReLU] [Dense(2)] [MeanSquaredError] [SGD]

// ReLU: y = max(0, x)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> ReLU1(Vector256<float> input)
{
    Vector256<float> relu1 = Vector256.MaxNative(Vector256<float>.Zero, input);
    return relu1;
}

// ReLU: dy/dx = 1 where y > 0, else 0
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> ReLU1Gradient(Vector256<float> gradient, Vector256<float> output)
{
    Vector256<float> relu1Gradient = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(output, Vector256<float>.Zero), Vector256<float>.Zero,
        gradient);
    return relu1Gradient;
}

// relu1: forward for the columns from first to end.
//   relu1: y = max(0, x)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void ReLU1Forward256(Step* s, int first, int end, int firstRow)
{
    for (int column = first; column < end; column += 8)
    {
        float* relu1OutputRow = &s->ReLU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, relu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)relu1OutputRow;
            Vector256<float> relu1 = Vector256.MaxNative(Vector256<float>.Zero, input);
            *(Vector256<float>*)relu1OutputRow = relu1;
        }
    }
}

// relu1: backward for the columns from first to end.
//   relu1: dy/dx = 1 where y > 0, else 0
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void ReLU1Backward256(Step* s, int first, int end, int firstRow)
{
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column + firstRow * 16];
        float* relu1OutputRow = &s->ReLU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, dense1DeltaRow += 16, relu1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> relu1Output = *(Vector256<float>*)relu1OutputRow;
            Vector256<float> relu1Gradient = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(relu1Output, Vector256<float>.Zero),
                Vector256<float>.Zero, gradient);
            *(Vector256<float>*)dense1DeltaRow = relu1Gradient;
        }
    }
}
