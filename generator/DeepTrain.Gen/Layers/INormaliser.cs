using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Layers;

/// <summary>
/// A layer that has to know a whole column, feature or channel, before it can change the first of its numbers: a pass ends with what it
/// measures, and the next begins with it.
/// </summary>
internal interface INormaliser
{
    /// <summary>The forward formula for a comment.</summary>
    string Formula { get; }

    /// <summary>The derivative for a comment.</summary>
    string Derivative { get; }

    /// <summary>Statements that measure a column of all rows.</summary>
    IEnumerable<string> EmitStatistics(ElementCode code, ValueBuffer input);

    /// <summary>Statements that measure a channel of one image.</summary>
    IEnumerable<string> EmitStatisticsOfImage(ElementCode code, ValueBuffer input);

    /// <summary>Statements that make one measurement of those of all images.</summary>
    /// <param name="places">Places in an image.</param>
    IEnumerable<string> EmitMerge(ElementCode code, int places);

    /// <summary>Writes the training-mode statements; returns the output.</summary>
    string EmitForward(ElementCode code, string x);

    /// <summary>Writes the inference-mode statements; returns the output.</summary>
    string EmitInfer(ElementCode code, string x);

    /// <summary>Adds up what the gradient of the input needs to know of the whole column.</summary>
    void EmitSums(ElementCode code, string gradient, string x);

    /// <summary>Statements that add the images' sums.</summary>
    /// <param name="places">Places in an image.</param>
    IEnumerable<string> EmitMergeOfSums(ElementCode code, int places);

    /// <summary>Statements behind the sums of all rows.</summary>
    IEnumerable<string> EmitMeans(ElementCode code);

    /// <summary>Writes the statements that turn the gradient of the output into that of the input; returns it.</summary>
    string EmitBackward(ElementCode code, string gradient, string x);
}
