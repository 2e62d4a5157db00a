namespace DeepTrain.Gen.Declarations;

/// <summary>Ties an attribute to the record it declares.</summary>
/// <param name="Name">The attribute without namespace and suffix: <c>Dense</c> for <c>DeepTrain.DenseAttribute</c>.</param>
internal sealed record StepKind<TSpec>(string Name, Func<StepArguments, TSpec> Read);
