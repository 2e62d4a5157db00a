namespace DeepTrain;

/// <summary>Looks at a row.</summary>
internal delegate void RowVisitor(int row, ReadOnlySpan<float> numbers);
