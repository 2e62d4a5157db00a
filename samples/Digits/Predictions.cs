/// <summary>What a network says about pictures: ten probabilities each.</summary>
public sealed class Predictions
{
    private readonly float[] _probabilities;
    private readonly int[] _labels;

    public Predictions(Digits network, LabelledPictures pictures)
    {
        _labels = pictures.Labels;
        _probabilities = new float[pictures.Count * Digits.OutputSize];
        network.Predict(pictures.Pixels, _probabilities);
    }

    public ReadOnlySpan<float> Probabilities => _probabilities;

    public double Accuracy => Enumerable.Range(0, _labels.Length).Average(index => IsRight(index) ? 1.0 : 0.0);

    public bool IsRight(int index) => MostProbable(index).Digit == _labels[index];

    /// <summary>The most probable digit and its probability.</summary>
    public (int Digit, float Probability) MostProbable(int index)
    {
        float[] row = _probabilities[(index * Digits.OutputSize)..((index + 1) * Digits.OutputSize)];
        float highest = row.Max();
        return (Array.IndexOf(row, highest), highest);
    }
}
