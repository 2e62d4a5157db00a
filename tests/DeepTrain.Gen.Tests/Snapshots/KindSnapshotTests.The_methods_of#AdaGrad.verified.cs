// [Input(4)] [Dense(3)] [MeanSquaredError] [AdaGrad]

// AdaGrad for one vector of parameters w with gradient g:
//   v = v + g^2
//   w -= rate g / (sqrt(v) + 1e-10)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void AdaGrad(Vector256<float> g, float* w, float* sum, Vector256<float> rate)
{
    Vector256<float> next = VectorMath.FlushSquareToZero(Vector256.MultiplyAddEstimate(g, g, *(Vector256<float>*)sum));
    *(Vector256<float>*)sum = next;
    *(Vector256<float>*)w = *(Vector256<float>*)w - rate * g / (Vector256.Sqrt(next) + Vector256.Create<float>(1e-10f));
}

// Updates the parameters from start to end with the gradients in memory, times factor.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void UpdateRange256(Step* s, int start, int end, float factor)
{
    float* w = &s->Parameters[start];
    float* sum = &s->SlotSum[start];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    float* g = &s->Gradients[start];
    Vector256<float> scale = Vector256.Create<float>(factor);
    for (int i = 0; i < end - start; i += 8)
    {
        AdaGrad(*(Vector256<float>*)&g[i] * scale, &w[i], &sum[i], rate);
    }
}
