namespace DeepTrain.Gen.Layers;

/// <summary>
/// A layer whose parameters' gradient is a sum over more than a column, or over images: it is finished when all phases are done.
/// </summary>
internal interface ISummedGradient
{
    /// <summary>Whether anything is left to be done.</summary>
    /// <param name="ofImages">Whether the layer works image by image.</param>
    bool NeedsFinish(bool ofImages);

    /// <summary>Prints it.</summary>
    void EmitFinish(SourceWriter writer, bool ofImages);
}
