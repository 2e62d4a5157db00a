// [Input(4)] [Dense(3)] [MeanSquaredError] [Nadam]

// Nadam for one vector of parameters w with gradient g:
//   m = 0.9 m + (1 - 0.9) g
//   v = 0.999 v + (1 - 0.999) g^2
//   mu_t = 0.9 (1 - 0.96^(t 0.004) / 2), M_t = mu_1 mu_2 .. mu_t
//   w -= rate r ((1 - mu_t) / (1 - M_t) g + mu_t+1 / (1 - M_t+1) m) / (sqrt(v) + 1e-8 r) with r = sqrt(1 - 0.999^t)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void Nadam(Vector256<float> g, float* w, float* mean, float* square, Vector256<float> gradientStep, Vector256<float> meanStep,
    Vector256<float> epsilon)
{
    Vector256<float> nextMean = VectorMath.FlushToZero(
        Vector256.MultiplyAddEstimate(g - *(Vector256<float>*)mean, Vector256.Create<float>(0.1f), *(Vector256<float>*)mean));
    Vector256<float> nextSquare = VectorMath.FlushSquareToZero(
        Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(g, g, -*(Vector256<float>*)square), Vector256.Create<float>(0.001f),
            *(Vector256<float>*)square));
    *(Vector256<float>*)mean = nextMean;
    *(Vector256<float>*)square = nextSquare;
    *(Vector256<float>*)w = *(Vector256<float>*)w
        - Vector256.MultiplyAddEstimate(gradientStep, g, meanStep * nextMean) / (Vector256.Sqrt(nextSquare) + epsilon);
}

// Updates the parameters from start to end with the gradients in memory, times factor.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void UpdateRange256(Step* s, int start, int end, float factor)
{
    float* w = &s->Parameters[start];
    float* mean = &s->SlotMean[start];
    float* square = &s->SlotSquare[start];
    Vector256<float> gradientStep = Vector256.Create<float>(s->UpdateGradientStep);
    Vector256<float> meanStep = Vector256.Create<float>(s->UpdateMeanStep);
    Vector256<float> epsilon = Vector256.Create<float>(s->UpdateEpsilon);
    float* g = &s->Gradients[start];
    Vector256<float> scale = Vector256.Create<float>(factor);
    for (int i = 0; i < end - start; i += 8)
    {
        Nadam(*(Vector256<float>*)&g[i] * scale, &w[i], &mean[i], &square[i], gradientStep, meanStep, epsilon);
    }
}
