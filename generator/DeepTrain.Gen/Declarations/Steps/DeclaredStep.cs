using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>What a step is for; the order is that in a network.</summary>
internal enum StepRole
{
    Input,
    Layer,
    Loss,
    Optimizer,
    Unknown,
}

/// <summary>A step attribute in the source.</summary>
/// <param name="Name">As it is written: <c>Dense</c>.</param>
internal sealed record DeclaredStep(AttributeData Attribute, StepRole Role, string Name, AttributeStepArguments Arguments);
