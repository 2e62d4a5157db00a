// [Input(4)] [Dense(3)] [MeanSquaredError] [Adam]

// Adam for one vector of parameters w with gradient g:
//   m = 0.9 m + (1 - 0.9) g
//   v = 0.999 v + (1 - 0.999) g^2
//   w -= rate r / (1 - 0.9^t) m / (sqrt(v) + 1e-8 r) with r = sqrt(1 - 0.999^t)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Adam(Vector256<float> g, float* w, float* mean, float* square, Vector256<float> step, Vector256<float> epsilon)
{
    Vector256<float> nextMean = VectorMath.FlushToZero(
        Vector256.MultiplyAddEstimate(g - *(Vector256<float>*)mean, Vector256.Create<float>(0.1f), *(Vector256<float>*)mean));
    Vector256<float> nextSquare = VectorMath.FlushSquareToZero(
        Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(g, g, -*(Vector256<float>*)square), Vector256.Create<float>(0.001f),
            *(Vector256<float>*)square));
    *(Vector256<float>*)mean = nextMean;
    *(Vector256<float>*)square = nextSquare;
    *(Vector256<float>*)w = *(Vector256<float>*)w - step * nextMean / (Vector256.Sqrt(nextSquare) + epsilon);
}

// Updates the parameters from start to end with the gradients in memory, times factor.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void UpdateRange256(Step* s, int start, int end, float factor)
{
    float* w = &s->Parameters[start];
    float* mean = &s->SlotMean[start];
    float* square = &s->SlotSquare[start];
    Vector256<float> step = Vector256.Create<float>(s->UpdateStep);
    Vector256<float> epsilon = Vector256.Create<float>(s->UpdateEpsilon);
    float* g = &s->Gradients[start];
    Vector256<float> scale = Vector256.Create<float>(factor);
    for (int i = 0; i < end - start; i += 8)
    {
        Adam(*(Vector256<float>*)&g[i] * scale, &w[i], &mean[i], &square[i], step, epsilon);
    }
}
