// [Input(4)] [Dense(3)] [MeanSquaredError] [RMSProp(Centered = true, ClipNorm = 1f, WeightDecay = 1e-4f)]

// RMSProp for one vector of parameters w with gradient g:
//   g += decay w, where decay is 0.0001 Regularization  ([RMSProp(WeightDecay)])
//   v = 0.99 v + (1 - 0.99) g^2
//   m = 0.99 m + (1 - 0.99) g
//   w -= rate g / (sqrt(v - m^2) + 1e-8)
[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
private static void RMSProp(Vector256<float> g, float* w, float* square, float* mean, Vector256<float> rate, Vector256<float> decay)
{
    g = Vector256.MultiplyAddEstimate(decay, *(Vector256<float>*)w, g);
    Vector256<float> nextSquare = VectorMath.FlushSquareToZero(
        Vector256.MultiplyAddEstimate(g * g, Vector256.Create<float>(0.01f), *(Vector256<float>*)square * Vector256.Create<float>(0.99f)));
    *(Vector256<float>*)square = nextSquare;
    Vector256<float> nextMean = VectorMath.FlushToZero(
        Vector256.MultiplyAddEstimate(g - *(Vector256<float>*)mean, Vector256.Create<float>(0.01f), *(Vector256<float>*)mean));
    *(Vector256<float>*)mean = nextMean;
    // rounding may take the difference below 0
    Vector256<float> step = g / (Vector256.Sqrt(Vector256.Max(Vector256.MultiplyAddEstimate(-nextMean, nextMean, nextSquare), Vector256<float>.Zero))
        + Vector256.Create<float>(1e-8f));
    *(Vector256<float>*)w = VectorMath.FlushToZero(*(Vector256<float>*)w - rate * step);
}

// Updates the parameters from start to end with the gradients in memory, times factor.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void UpdateRange256(Step* s, int start, int end, float factor)
{
    float* w = &s->Parameters[start];
    float* square = &s->SlotSquare[start];
    float* mean = &s->SlotMean[start];
    Vector256<float> rate = Vector256.Create<float>(s->UpdateRate);
    Vector256<float> decay = Vector256.Create<float>(s->UpdateDecay);
    float* g = &s->Gradients[start];
    Vector256<float> scale = Vector256.Create<float>(factor);
    for (int i = 0; i < end - start; i += 8)
    {
        RMSProp(*(Vector256<float>*)&g[i] * scale, &w[i], &square[i], &mean[i], rate, decay);
    }
}

// The sum of the squares of all gradients: in float over blocks, in double over the blocks.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static double SquaredGradients256(float* g, int length)
{
    double total = 0;
    for (int block = 0; block < length; block += 1024)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = block; i < Math.Min(block + 1024, length); i += 8)
        {
            sum = Vector256.MultiplyAddEstimate(*(Vector256<float>*)&g[i], *(Vector256<float>*)&g[i], sum);
        }
        total += VectorMath.SumAcross(sum);
    }
    return total;
}
