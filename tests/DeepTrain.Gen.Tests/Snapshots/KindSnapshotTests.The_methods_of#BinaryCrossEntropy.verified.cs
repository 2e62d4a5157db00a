// [Input(4)] [Dense(3)] [BinaryCrossEntropy] [SGD]

// Binary cross-entropy on logits, against targets, for the rows from first to end, and its gradient:
// the mean over rows and outputs of max(z, 0) - z t + log(1 + exp(-|z|)), which is -t log p - (1 - t) log(1 - p) with p = sigmoid(z); its derivative is
// p - t.
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
            Vector256<float> tail = VectorMath.Softplus(-Vector256.Abs(output));
            Vector256<float> loss = Vector256.ConditionalSelect(Vector256.LessThan(output, Vector256<float>.Zero), Vector256<float>.Zero, output)
                - output * target + tail;
            *(Vector256<float>*)d = Vector256.ConditionalSelect(real, (VectorMath.SigmoidOrZero(output) - target) * Vector256.Create<float>(scale),
                Vector256<float>.Zero);
            sum += Vector256.ConditionalSelect(real, loss, Vector256<float>.Zero);
        }
        *(Vector256<float>*)&d[8] = Vector256<float>.Zero;
        s->RowLosses[row] = VectorMath.SumAcross(sum.GetLower());
    }
}

// Logits become probabilities: p = 1 / (1 + exp(-z)), in place.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Probabilities256(Step* s)
{
    for (int row = 0; row < s->Rows; row++)
    {
        float* z = &s->Dense1Output[(long)row * 16];
        *(Vector256<float>*)z = VectorMath.Sigmoid(*(Vector256<float>*)z);
    }
}
