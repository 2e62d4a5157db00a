// [Input(4)] [Dense(3)] [MeanSquaredError] [SGD]

// Mean squared error, against targets, for the rows from first to end, and its gradient:
// the mean over rows and outputs of (y - t)^2; its derivative is 2 (y - t).
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void LossRows256(Step* s, int first, int end)
{
    float scale = s->Scale;
    for (int row = first; row < end; row++)
    {
        float* z = &s->Dense1Output[(long)row * 16], d = &s->Dense1Delta[(long)row * 16];
        float* t = &s->Targets[(long)row * 16];
        Vector256<float> sum = Vector256<float>.Zero;
        {
            // all ones in the 3 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(3)).AsSingle();
            Vector256<float> output = *(Vector256<float>*)z;
            Vector256<float> target = *(Vector256<float>*)t;
            Vector256<float> error = output - target;
            *(Vector256<float>*)d = Vector256.ConditionalSelect(real, (error + error) * Vector256.Create<float>(scale), Vector256<float>.Zero);
            sum += Vector256.ConditionalSelect(real, error * error, Vector256<float>.Zero);
        }
        *(Vector256<float>*)&d[8] = Vector256<float>.Zero;
        s->RowLosses[row] = VectorMath.SumAcross(sum.GetLower());
    }
}
