namespace DeepTrain.Gen.Model;

/// <summary>The vector widths that kernels are written for, each of which makes the project's assembly larger.</summary>
internal readonly record struct VectorWidths(bool Has512, bool Has256, bool Has128)
{
    /// <summary>The compiler's name of the build's property; commas stand between the widths, for a semicolon begins a comment there.</summary>
    public const string Property = "build_property.DeepTrainVectorBits";

    /// <summary>Those of x64, which run everywhere.</summary>
    public static readonly VectorWidths Usual = new(Has512: true, Has256: true, Has128: false);

    /// <summary>The bits of a vector, the widest first.</summary>
    public IEnumerable<int> Bits =>
        new[] { Has512 ? 512 : 0, Has256 ? 256 : 0, Has128 ? 128 : 0 }.Where(bits => bits > 0);

    /// <summary>What a list of widths says; <see cref="Usual"/> where there is none. The build refuses what is no such list.</summary>
    public static VectorWidths Parse(string? list)
    {
        string[] widths = (list ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var read = new VectorWidths(widths.Contains("512"), widths.Contains("256"), widths.Contains("128"));
        return read == default ? Usual : read;
    }
}
