namespace DeepTrain.Gen.Emission;

/// <summary>All that the code of a method depends on: two of equal shape would be the same text.</summary>
internal abstract record MethodShape;

/// <summary>A method that layers of equal shape have in common.</summary>
/// <param name="Name">What this layer would call it; that of the first one is what it is called.</param>
internal readonly record struct SharedMethod(string Name, MethodShape Shape);
