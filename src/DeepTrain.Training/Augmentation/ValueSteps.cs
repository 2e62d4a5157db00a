using System.Globalization;
using DeepTrain.Runtime;

namespace DeepTrain;

internal sealed record ColorStep(float Brightness, float Contrast, float Saturation, float Channel) : ValueStep
{
    // Rec. 601: how bright the eye finds red, green and blue
    private const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;

    public override int NeedsChannels => Saturation > 0 ? 3 : 0;

    public override string Text =>
        string.Create(CultureInfo.InvariantCulture, $"Color({Brightness}, {Contrast}, {Saturation}, {Channel})");

    public override void Apply(Span<float> image, ImageShape shape, ref RandomStream random)
    {
        // all are drawn, so that none depends on whether another is asked for
        float brightness = Brightness * Symmetric(ref random);
        float contrast = 1 + Contrast * Symmetric(ref random);
        float saturation = 1 + Saturation * Symmetric(ref random);
        for (int channel = 0; channel < shape.Channels && Channel > 0; channel++)
        {
            float shift = Channel * Symmetric(ref random);
            foreach (ref float value in image.Slice(channel * shape.Plane, shape.Plane))
                value += shift;
        }
        if (saturation != 1)
            Saturate(image, shape, saturation);
        if (contrast == 1)
        {
            foreach (ref float value in image)
                value += brightness;
            return;
        }
        double sum = 0;
        foreach (float value in image)
            sum += value;
        float mean = (float)(sum / image.Length);
        foreach (ref float value in image)
            value = mean + contrast * (value - mean) + brightness;
    }

    private static void Saturate(Span<float> image, ImageShape shape, float saturation)
    {
        Span<float> red = image[..shape.Plane];
        Span<float> green = image.Slice(shape.Plane, shape.Plane);
        Span<float> blue = image.Slice(2 * shape.Plane, shape.Plane);
        for (int pixel = 0; pixel < red.Length; pixel++)
        {
            float grey = Red * red[pixel] + Green * green[pixel] + Blue * blue[pixel];
            red[pixel] = grey + saturation * (red[pixel] - grey);
            green[pixel] = grey + saturation * (green[pixel] - grey);
            blue[pixel] = grey + saturation * (blue[pixel] - grey);
        }
    }

    private static float Symmetric(ref RandomStream random) => (float)(2 * random.NextUniform() - 1);
}

internal sealed record NoiseStep(float Std) : ValueStep
{
    public override bool NeedsImages => false;

    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Noise({Std})");

    public override void Apply(Span<float> image, ImageShape shape, ref RandomStream random)
    {
        foreach (ref float value in image)
            value += Std * (float)random.NextNormal();
    }
}

internal sealed record CutoutStep(float Side, float Value) : ValueStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Cutout({Side}, {Value})");

    public override void Apply(Span<float> image, ImageShape shape, ref RandomStream random)
    {
        // centred on any pixel, so that it may reach over the edge (DeVries and Taylor 2017)
        int height = (int)Math.Round(Side * shape.Height), width = (int)Math.Round(Side * shape.Width);
        int top = (int)(random.NextUniform() * shape.Height) - height / 2;
        int left = (int)(random.NextUniform() * shape.Width) - width / 2;
        int first = Math.Max(left, 0), end = Math.Min(left + width, shape.Width);
        if (first >= end)
            return;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int row = Math.Max(top, 0); row < Math.Min(top + height, shape.Height); row++)
                image.Slice(channel * shape.Plane + row * shape.Width + first, end - first).Fill(Value);
        }
    }
}
