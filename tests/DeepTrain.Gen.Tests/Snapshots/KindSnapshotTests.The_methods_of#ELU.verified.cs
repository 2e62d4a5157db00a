// [Input(4)] [Dense(4)] [ELU] [Dense(2)] [MeanSquaredError] [SGD]

// ELU: y = x > 0 ? x : 1 (exp(x) - 1)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> ELU1(Vector256<float> input)
{
    Vector256<float> elu1Alpha = Vector256.Create<float>(1f);
    Vector256<float> elu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input,
        elu1Alpha * VectorMath.ExpMinusOne(input));
    return elu1;
}

// ELU: dy/dx = 1 where y > 0, else y + 1
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static Vector256<float> ELU1Gradient(Vector256<float> gradient, Vector256<float> output)
{
    Vector256<float> elu1Alpha = Vector256.Create<float>(1f);
    Vector256<float> elu1Gradient = Vector256.ConditionalSelect(Vector256.GreaterThan(output, Vector256<float>.Zero), gradient,
        gradient * (output + elu1Alpha));
    return elu1Gradient;
}

// elu1: forward for the columns from first to end.
//   elu1: y = x > 0 ? x : 1 (exp(x) - 1)
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void ELU1Forward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> elu1Alpha = Vector256.Create<float>(1f);
    for (int column = first; column < end; column += 8)
    {
        float* elu1OutputRow = &s->ELU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, elu1OutputRow += 16)
        {
            Vector256<float> input = *(Vector256<float>*)elu1OutputRow;
            Vector256<float> elu1 = Vector256.ConditionalSelect(Vector256.GreaterThan(input, Vector256<float>.Zero), input,
                elu1Alpha * VectorMath.ExpMinusOne(input));
            *(Vector256<float>*)elu1OutputRow = elu1;
        }
    }
}

// elu1: backward for the columns from first to end.
//   elu1: dy/dx = 1 where y > 0, else y + 1
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void ELU1Backward256(Step* s, int first, int end, int firstRow)
{
    Vector256<float> elu1Alpha = Vector256.Create<float>(1f);
    for (int column = first; column < end; column += 8)
    {
        float* dense1DeltaRow = &s->Dense1Delta[column + firstRow * 16];
        float* elu1OutputRow = &s->ELU1Output[column + firstRow * 16];
        for (int row = firstRow; row < s->Rows; row++, dense1DeltaRow += 16, elu1OutputRow += 16)
        {
            Vector256<float> gradient = *(Vector256<float>*)dense1DeltaRow;
            Vector256<float> elu1Output = *(Vector256<float>*)elu1OutputRow;
            Vector256<float> elu1Gradient = Vector256.ConditionalSelect(Vector256.GreaterThan(elu1Output, Vector256<float>.Zero), gradient,
                gradient * (elu1Output + elu1Alpha));
            *(Vector256<float>*)dense1DeltaRow = elu1Gradient;
        }
    }
}
