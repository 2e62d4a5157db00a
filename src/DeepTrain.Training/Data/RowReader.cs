namespace DeepTrain;

/// <summary>Fills the inputs and the targets of a row.</summary>
/// <param name="row">From 0.</param>
/// <param name="inputs">To be filled.</param>
/// <param name="targets">To be filled; empty where rows have none.</param>
public delegate void RowReader(int row, Span<float> inputs, Span<float> targets);
