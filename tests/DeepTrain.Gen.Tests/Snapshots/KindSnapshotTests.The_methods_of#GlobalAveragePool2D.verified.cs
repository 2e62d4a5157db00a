// [Input(2, 5, 5)] [Conv2D(2, 3)] [GlobalAveragePool2D] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]

// Conv2D1Delta holds a gradient, on entry and on exit of conv1's output, from globalpool1, for its weight gradient.

// conv1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        float* x = &s->InputRows[(long)row * 64], y = &s->Conv2D1Output[(long)row * 80];
        Conv2D1ForwardPanel256(x, &s->Parameters[Conv2D1Weight], &s->Parameters[Conv2D1Bias], y);
    }
}

// through globalpool1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // globalpool1: dy/dx = 1 / places, for each of them
        float* gx = &s->Conv2D1Delta[(long)row * 80];
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->GlobalAveragePool2D1Delta[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 24], yp = &y[line * 16];
            float* gp = &gx[line * 24];
            for (int place = 0; place < 1; place++, xp += 8, yp += 16, gp += 8)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column], gc = &gp[column];
                    Vector256<float> share = *(Vector256<float>*)&yp[column] * Vector256.Create<float>(0.11111111f);
                    *(Vector256<float>*)gc = share;
                    *(Vector256<float>*)&gc[8] = share;
                    *(Vector256<float>*)&gc[16] = share;
                    *(Vector256<float>*)&gc[24] = share;
                    *(Vector256<float>*)&gc[32] = share;
                    *(Vector256<float>*)&gc[40] = share;
                    *(Vector256<float>*)&gc[48] = share;
                    *(Vector256<float>*)&gc[56] = share;
                    *(Vector256<float>*)&gc[64] = share;
                }
            }
        }
    }
}

// GlobalAveragePool2D1Delta holds a gradient, on entry and on exit of globalpool1's output, from dense1's weights, for the way back to conv1's output.

// globalpool1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void GlobalAveragePool2D1RowsForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // globalpool1: the mean of each channel
        new Span<float>(&s->GlobalAveragePool2D1Output[(long)row * 16], 16).Clear(); // padding, too
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->GlobalAveragePool2D1Output[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 24], yp = &y[line * 16];
            for (int place = 0; place < 1; place++, xp += 8, yp += 16)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column];
                    Vector256<float> pooled = *(Vector256<float>*)xc;
                    pooled += *(Vector256<float>*)&xc[8];
                    pooled += *(Vector256<float>*)&xc[16];
                    pooled += *(Vector256<float>*)&xc[24];
                    pooled += *(Vector256<float>*)&xc[32];
                    pooled += *(Vector256<float>*)&xc[40];
                    pooled += *(Vector256<float>*)&xc[48];
                    pooled += *(Vector256<float>*)&xc[56];
                    pooled += *(Vector256<float>*)&xc[64];
                    *(Vector256<float>*)&yp[column] = pooled * Vector256.Create<float>(0.11111111f);
                }
            }
        }
    }
}

// Dense1Delta holds a gradient, on entry and on exit of dense1's output, from the loss, for its weight gradient and the way back to globalpool1's
// output.

// dense1: forward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1StageForward256(Step* s, int first, int end)
{
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        Dense1ForwardPanel256(s->GlobalAveragePool2D1Output, &s->Parameters[Dense1Weight + column * 2], &s->Parameters[Dense1Bias + column],
            &s->Dense1Output[column], s->Rows);
    }
}

// dense1, weight gradient for ComputeGradients: dL/dW[2, 2] = delta' X, panels first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1WeightGradient256(Step* s, int first, int end)
{
    float* delta = s->Dense1Delta;
    int offset = Dense1Weight;
    ProductTiles.Gradient256(s->GlobalAveragePool2D1Output, strideX: 16, delta, strideD: 16, s->Rows, inputs: 2, panels: 1, lastWidth: 16,
        &s->Gradients[offset]);
    ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias]);
}

// dense1, weight gradient and update: dL/dW[2, 2] = delta' X, panels first to end.
// The bias gradient goes to memory; the biases are updated with the other vectors.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Dense1Update256(Step* s, int first, int end)
{
    for (int index = first; index < end; index++)
    {
        int column = index * 32;
        float* delta = &s->Dense1Delta[column];
        int offset = Dense1Weight + column * 2;
        float* x = s->GlobalAveragePool2D1Output;
        Dense1Update2Inputs256(s, x, strideX: 16, delta, strideD: 16, offset);
        ColumnMath.Sums256(delta, 16, s->Rows, 16, &s->Gradients[Dense1Bias + column]);
    }
}

// Through dense1's weights: backward for the panels of columns from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void GlobalAveragePool2D1StageBackward256(Step* s, int first, int end)
{
    float* transposed = &s->Transposed[first * 32 * 16]; // room for a panel of weights
    for (int panel = first; panel < end; panel++)
    {
        int column = panel * 32;
        PackedMatrix.TransposePanel(&s->Parameters[Dense1Weight], 1, 2, 2, panel, transposed);
        Dense1InputGradientPanel256(s->Dense1Delta, transposed, &s->GlobalAveragePool2D1Delta[column], s->Rows);
    }
}
