using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers;

/// <summary>A layer that looks at whole rows: it has a phase of its own between those that work by columns.</summary>
internal interface IRowwise
{
    /// <summary>The forward formula for a comment, with what is on its left side.</summary>
    string Formula { get; }

    /// <summary>The gradient of the input for a comment, with what is on its left side.</summary>
    string Gradient { get; }

    /// <summary>Prints what makes a row's outputs of its inputs, which may be the same memory.</summary>
    void EmitForward(SourceWriter writer, VectorType v, int units, string source, string destination);

    /// <summary>Prints what turns a row's gradient of the outputs, in place, into that of the inputs.</summary>
    void EmitBackward(SourceWriter writer, VectorType v, int units, string output, string gradient);
}
