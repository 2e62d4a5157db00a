// [Input(4)] [Dense(4)] [SELU] [Dense(2)] [MeanSquaredError] [SGD]

// SELU: y = x > 0 ? 1.0507 x : 1.7581 (exp(x) - 1)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> SELU1(Vector256<float> input)
{
    Vector256<float> seluLambda = Vector256.Create<float>(1.050701f);
    Vector256<float> seluFloor = Vector256.Create<float>(1.7580993f);
    Vector256<float> selu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), seluLambda * input,
        seluFloor * VectorMath.ExpMinusOne(input));
    return selu1;
}

// SELU: dy/dx = 1.0507 where y > 0, else y + 1.7581
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> SELU1Gradient(Vector256<float> gradient, Vector256<float> output)
{
    Vector256<float> seluLambda = Vector256.Create<float>(1.050701f);
    Vector256<float> seluFloor = Vector256.Create<float>(1.7580993f);
    Vector256<float> selu1Gradient = gradient
        * Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<float>.Zero), seluLambda, output + seluFloor);
    return selu1Gradient;
}

// selu1: forward for the columns from first to end.
//   selu1: y = x > 0 ? 1.0507 x : 1.7581 (exp(x) - 1)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void SELU1Forward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> seluLambda = Vector256.Create<float>(1.050701f);
    Vector256<float> seluFloor = Vector256.Create<float>(1.7580993f);
    for (int column = first; column < end; column += 8)
    {
        float* selu1OutputRow = &s->SELU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, selu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)selu1OutputRow;
            Vector256<float> selu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), seluLambda * input,
                seluFloor * VectorMath.ExpMinusOne(input));
            *(Vector256<float>*)selu1OutputRow = selu1;
        }
    }
}

// selu1: backward for the columns from first to end.
//   selu1: dy/dx = 1.0507 where y > 0, else y + 1.7581
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void SELU1Backward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> seluLambda = Vector256.Create<float>(1.050701f);
    Vector256<float> seluFloor = Vector256.Create<float>(1.7580993f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column + firstRow * 16];
        float* selu1OutputRow = &s->SELU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, dense1DeltaRow += 16, selu1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> selu1Output = *(Vector256<float>*)selu1OutputRow;
            Vector256<float> selu1Gradient = gradient
                * Vector256.ConditionalSelect(Vector256.GreaterThan(selu1Output, Vector256<float>.Zero), seluLambda, selu1Output + seluFloor);
            *(Vector256<float>*)dense1DeltaRow = selu1Gradient;
        }
    }
}
