// [Input(4)] [Dense(3)] [MeanSquaredError] [SGD]

// SGD for one vector of parameters w with gradient g:
//   w -= rate g
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void SGD(Vector256<float> g, float* w, Vector256<float> rate)
{
    *(Vector256<float>*)w = *(Vector256<float>*)w - rate * g;
}

// Updates the parameters from start to end with the gradients in memory, times factor.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void UpdateRange256(Step* s, int start, int end, float factor)
{
    float* w = &s->Parameters[start];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    float* g = &s->Gradients[start];
    Vector256<float> scale = Vector256.Create<float>(factor);
    for (int i = 0; i < end - start; i += 8)
    {
        SGD(*(Vector256<float>*)&g[i] * scale, &w[i], rate);
    }
}
