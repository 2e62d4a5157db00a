// [Input(2, 5, 5)] [Conv2D(2, 3)] [AveragePool2D(2)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]

// Conv2D1Delta holds a gradient, on entry and on exit of conv1's output, from avgpool1, for its weight gradient.

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

// through avgpool1, backward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Conv2D1StageBackward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // avgpool1: dy/dx = 1 / numbers of a window, for each of them
        // what is in no window has no gradient
        ImageRows.Zero(&s->Conv2D1Delta[(long)row * 80], 3, 24, 24);
        float* gx = &s->Conv2D1Delta[(long)row * 80];
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->AveragePool2D1Delta[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 48], yp = &y[line * 8];
            float* gp = &gx[line * 48];
            for (int place = 0; place < 1; place++, xp += 16, yp += 8, gp += 16)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column], gc = &gp[column];
                    Vector256<float> share = *(Vector256<float>*)&yp[column] * Vector256.Create<float>(0.25f);
                    *(Vector256<float>*)gc = share;
                    *(Vector256<float>*)&gc[8] = share;
                    *(Vector256<float>*)&gc[24] = share;
                    *(Vector256<float>*)&gc[32] = share;
                }
            }
        }
    }
}

// AveragePool2D1Delta holds a gradient, on entry and on exit of avgpool1's output, from flatten1, for the way back to conv1's output.

// avgpool1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void AveragePool2D1StageForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // avgpool1: the mean of each window
        float* x = &s->Conv2D1Output[(long)row * 80], y = &s->AveragePool2D1Output[(long)row * 16];
        for (int line = 0; line < 1; line++)
        {
            float* xp = &x[line * 48], yp = &y[line * 8];
            for (int place = 0; place < 1; place++, xp += 16, yp += 8)
            {
                for (int column = 0; column < 8; column += 8)
                {
                    float* xc = &xp[column];
                    Vector256<float> pooled = *(Vector256<float>*)xc;
                    pooled += *(Vector256<float>*)&xc[8];
                    pooled += *(Vector256<float>*)&xc[24];
                    pooled += *(Vector256<float>*)&xc[32];
                    *(Vector256<float>*)&yp[column] = pooled * Vector256.Create<float>(0.25f);
                }
            }
        }
    }
}

// Flatten1Delta holds a gradient, on entry and on exit of flatten1's output, from dense1's weights, for the way back to avgpool1's output.

// flatten1, forward for the images from first to end.
[MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
public static void Flatten1RowsForward256(Step* s, int first, int end)
{
    for (int row = first; row < end; row++)
    {
        // flatten1: x
        ImageRows.ToFeatures(&s->AveragePool2D1Output[(long)row * 16], new ImageLayout(2, 1, 1, 8, 8, 0, 16), &s->Flatten1Output[(long)row * 16], 16);
    }
}
