using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>What is printed wherever images are walked through.</summary>
internal static class ImageCode
{
    /// <summary>The first place of the image <c>row</c>, behind its ring.</summary>
    public static Address First(ValueBuffer buffer, string row = "row") => WithRing(buffer, row) + buffer.Layout.Start;

    /// <summary>The image <c>row</c> with its ring.</summary>
    public static Address WithRing(ValueBuffer buffer, string row = "row") =>
        Address.At(buffer.Pointer, $"(long){row} * {CSharpLiteral.Of(buffer.Stride)}");

    /// <summary>How a row's image lies, for the runtime library.</summary>
    public static string Layout(ValueLayout layout) => $"new {Import.ImageLayout}({layout.Arguments(CSharpLiteral.Of)})";

    /// <summary>Features that were images, seen as images again: place by place, without padding between them.</summary>
    public static ValueLayout Flattened(Shape image, ValueLayout features) =>
        ValueLayout.Compact(image) with { RowStride = features.Stride };
}
