namespace DeepTrain;

/// <summary>The weights of a batch's rows: those of the rows times those of their classes.</summary>
internal sealed class RowWeighting
{
    private readonly float[]? _classes;
    private readonly float[]? _rows;
    private float[] _weights = [];

    private RowWeighting(FitOptions options) =>
        (_classes, _rows) = (options.ClassWeights?.ToArray(), options.RowWeights?.ToArray());

    /// <summary>Null where all rows count alike.</summary>
    public static RowWeighting? Create(FitOptions options) =>
        options.ClassWeights == null && options.RowWeights == null ? null : new RowWeighting(options);

    /// <summary>The weights of the latest batch.</summary>
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Rows);

    private int Rows { get; set; }

    /// <summary>Fills in the weights of a batch.</summary>
    /// <returns>Their sum.</returns>
    public double Fill(Batch batch)
    {
        if (_weights.Length < batch.Rows)
            _weights = new float[batch.Rows];
        Rows = batch.Rows;
        double sum = 0;
        for (int next = 0; next < Rows; next++)
        {
            float weight = _rows == null ? 1 : _rows[batch.Indices[next]];
            if (_classes != null)
                weight *= _classes[batch.Labels[next]];
            _weights[next] = weight;
            sum += weight;
        }
        return sum;
    }
}
