// [Input(4)] [Dense(3)] [SoftmaxCrossEntropy] [SGD]

// Softmax cross-entropy on logits, against targets or labels, for the rows from first to end, and its gradient:
// the mean over rows of log(sum exp z) - z[label], which is -log p[label] with p = softmax(z); its derivative is p, less 1 at the label.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void LossRows256(Step* s, int first, int end)
{
    if (s->Labels is null)
        LossOfTargets256(s, first, end);
    else
        LossOfLabels256(s, first, end);
}

// Softmax cross-entropy on logits, against targets, for the rows from first to end, and its gradient:
// the mean over rows of log(sum exp z) - z[label], which is -log p[label] with p = softmax(z); its derivative is p, less 1 at the label.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
[SkipLocalsInitAttribute]
public static void LossOfTargets256(Step* s, int first, int end)
{
    // 16 rows at a time, one in each lane: no sum goes across a vector, and rows share a logarithm.
    // So z[16 * column + row] is an output, and a step of 16 goes from one column to the next.
    Unsafe.SkipInit(out VectorRoom outputs);
    Unsafe.SkipInit(out VectorRoom targets);
    float* z = VectorRoom.Start(&outputs), t = VectorRoom.Start(&targets);
    Vector256<float> scale = Vector256.Create<float>(s->Scale);
    for (int row = first; row < end; row += 16)
    {
        int rows = Math.Min(16, end - row);
        RowLanes.Read(&s->Dense1Output[(long)row * 16], 16, rows, z);
        RowLanes.Read(&s->Targets[(long)row * 16], 16, rows, t);
        for (int lane = 0; lane < 16; lane += 8)
        {
            // the largest output of a row becomes 0, so that no exponential overflows
            Vector256<float> max = *(Vector256<float>*)&z[lane];
            for (int k = lane + 16; k < 48; k += 16)
                max = Vector256.MaxNative(max, *(Vector256<float>*)&z[k]);
            Vector256<float> sum = Vector256<float>.Zero, loss = Vector256<float>.Zero, weight = Vector256<float>.Zero;
            for (int k = lane; k < 48; k += 16)
            {
                Vector256<float> below = *(Vector256<float>*)&z[k] - max, e = VectorMath.ExpOrZero(below);
                *(Vector256<float>*)&z[k] = e;
                sum += e;
                weight += *(Vector256<float>*)&t[k];
                loss -= *(Vector256<float>*)&t[k] * below;
            }
            // the gradient: p = e / sum, less the target
            Vector256<float> factor = weight / sum;
            for (int k = lane; k < 48; k += 16)
            {
                *(Vector256<float>*)&z[k] = (*(Vector256<float>*)&z[k] * factor - *(Vector256<float>*)&t[k]) * scale;
            }
            for (int k = lane + 48; k < 256; k += 16)
                *(Vector256<float>*)&z[k] = Vector256<float>.Zero; // padding
            *(Vector256<float>*)&t[lane] = Vector256.MultiplyAddEstimate(weight, VectorMath.Log(sum), loss); // log(sum exp z) - z = log(sum) - below
        }
        RowLanes.Write(z, &s->Dense1Delta[(long)row * 16], 16, rows);
        RowCopy.Gather(t, 16, 1, rows, &s->RowLosses[row]);
    }
}

// Softmax cross-entropy on logits, against labels, for the rows from first to end, and its gradient:
// the mean over rows of log(sum exp z) - z[label], which is -log p[label] with p = softmax(z); its derivative is p, less 1 at the label.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
[SkipLocalsInitAttribute]
public static void LossOfLabels256(Step* s, int first, int end)
{
    // 16 rows at a time, one in each lane: no sum goes across a vector, and rows share a logarithm.
    // So z[16 * column + row] is an output, and a step of 16 goes from one column to the next.
    Unsafe.SkipInit(out VectorRoom outputs);
    Unsafe.SkipInit(out VectorRoom labels);
    float* z = VectorRoom.Start(&outputs), t = VectorRoom.Start(&labels);
    Vector256<float> scale = Vector256.Create<float>(s->Scale);
    for (int row = first; row < end; row += 16)
    {
        int rows = Math.Min(16, end - row);
        RowLanes.Read(&s->Dense1Output[(long)row * 16], 16, rows, z);
        RowLanes.ReadLabels(&s->Labels[row], rows, t);
        for (int lane = 0; lane < 16; lane += 8)
        {
            // the largest output of a row becomes 0, so that no exponential overflows
            Vector256<float> max = *(Vector256<float>*)&z[lane];
            for (int k = lane + 16; k < 48; k += 16)
                max = Vector256.MaxNative(max, *(Vector256<float>*)&z[k]);
            Vector256<int> label = *(Vector256<int>*)&t[lane] * 16 + Vector256.Create(lane); // as k counts
            Vector256<float> sum = Vector256<float>.Zero, loss = Vector256<float>.Zero;
            for (int k = lane; k < 48; k += 16)
            {
                Vector256<float> below = *(Vector256<float>*)&z[k] - max, e = VectorMath.ExpOrZero(below);
                *(Vector256<float>*)&z[k] = e;
                sum += e;
                Vector256<float> isLabel = Vector256.Equals(label, Vector256.Create(k)).AsSingle();
                loss = Vector256.ConditionalSelect(isLabel, -below, loss);
            }
            // the gradient: p = e / sum, less the target
            Vector256<float> factor = scale / sum;
            for (int k = lane; k < 48; k += 16)
            {
                Vector256<float> isLabel = Vector256.Equals(label, Vector256.Create(k)).AsSingle();
                *(Vector256<float>*)&z[k] = *(Vector256<float>*)&z[k] * factor - Vector256.ConditionalSelect(isLabel, scale, Vector256<float>.Zero);
            }
            for (int k = lane + 48; k < 256; k += 16)
                *(Vector256<float>*)&z[k] = Vector256<float>.Zero; // padding
            *(Vector256<float>*)&t[lane] = loss + VectorMath.Log(sum); // log(sum exp z) - z = log(sum) - below
        }
        RowLanes.Write(z, &s->Dense1Delta[(long)row * 16], 16, rows);
        RowCopy.Gather(t, 16, 1, rows, &s->RowLosses[row]);
    }
}

// Logits become probabilities: p = exp(z) / sum exp(z), in place.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Probabilities256(Step* s)
{
    for (int row = 0; row < s->Rows; row++)
    {
        float* z = &s->Dense1Output[(long)row * 16];
        Vector256<float> best = Vector256.Create<float>(float.NegativeInfinity);
        {
            // all ones in the 3 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(3)).AsSingle();
            best = Vector256.MaxNative(best, Vector256.ConditionalSelect(real, *(Vector256<float>*)z, best));
        }
        float max = VectorMath.MaxAcross(best.GetLower());
        Vector256<float> shift = Vector256.Create<float>(max), total = Vector256<float>.Zero;
        {
            // all ones in the 3 columns that are not padding
            Vector256<float> real = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(3)).AsSingle();
            Vector256<float> e = Vector256.ConditionalSelect(real, VectorMath.Exp(*(Vector256<float>*)z - shift), Vector256<float>.Zero);
            *(Vector256<float>*)z = e;
            total += e;
        }
        *(Vector256<float>*)&z[8] = Vector256<float>.Zero;
        float sum = VectorMath.SumAcross(total.GetLower());
        Vector256<float> factor = Vector256.Create<float>(1f / sum);
        *(Vector256<float>*)z *= factor;
    }
}
