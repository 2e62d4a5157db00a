using System.Globalization;
using DeepTrain.Runtime;

namespace DeepTrain;

internal sealed record FlipStep(bool IsHorizontal, float Probability) : GeometricStep
{
    public override string Text =>
        string.Create(CultureInfo.InvariantCulture, $"Flip{(IsHorizontal ? "Horizontal" : "Vertical")}({Probability})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random)
    {
        if (random.NextUniform() < Probability)
            map.Append(IsHorizontal ? -1 : 1, 0, 0, 0, IsHorizontal ? 1 : -1, 0);
    }
}

internal sealed record RotateStep(float Degrees) : GeometricStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Rotate({Degrees})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random)
    {
        (double sine, double cosine) = Math.SinCos((2 * random.NextUniform() - 1) * Degrees * Math.PI / 180);
        map.Append(cosine, -sine, 0, sine, cosine, 0);
    }
}

internal sealed record ShearStep(float Degrees) : GeometricStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Shear({Degrees})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random) =>
        map.Append(1, Math.Tan((2 * random.NextUniform() - 1) * Degrees * Math.PI / 180), 0, 0, 1, 0);
}

internal sealed record ScaleStep(float Smallest, float Largest) : GeometricStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Scale({Smallest}, {Largest})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random)
    {
        double inverse = 1 / (Smallest + (Largest - (double)Smallest) * random.NextUniform());
        map.Append(inverse, 0, 0, 0, inverse, 0);
    }
}

internal sealed record ShiftStep(float Fraction) : GeometricStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Shift({Fraction})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random)
    {
        double x = (2 * random.NextUniform() - 1) * Fraction * shape.Width;
        double y = (2 * random.NextUniform() - 1) * Fraction * shape.Height;
        map.Append(1, 0, -x, 0, 1, -y);
    }
}

internal sealed record CropStep(float Smallest) : GeometricStep
{
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Crop({Smallest})");

    public override void Append(ref AffineMap map, ImageShape shape, ref RandomStream random)
    {
        double side = Smallest + (1 - (double)Smallest) * random.NextUniform();
        // the window's centre, so that it lies within the image
        double x = (random.NextUniform() - 0.5) * (1 - side) * shape.Width;
        double y = (random.NextUniform() - 0.5) * (1 - side) * shape.Height;
        map.Append(side, 0, x, 0, side, y);
    }
}
