using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>What sets one layer's random numbers in one batch apart from all others: two well mixed words.</summary>
/// <param name="A">Enters before the first round of <see cref="CounterRandom.Bits(uint, RandomKey)"/>.</param>
/// <param name="B">Enters between its two rounds.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RandomKey(uint A, uint B);
