using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Outcomes of trainings that were run before, so that rules can be changed and scored again without training the same
/// networks again. Off unless DEEPTRAIN_OUTCOMES names a file.
/// </summary>
internal sealed class OutcomeFile
{
    private readonly string _path;
    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal);

    private OutcomeFile(string path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split(' ');
            _known[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }
    }

    public static OutcomeFile? OfEnvironment() =>
        Environment.GetEnvironmentVariable("DEEPTRAIN_OUTCOMES") is { Length: > 0 } path ? new OutcomeFile(path) : null;

    public bool TryGet(ITrial trial, out double accuracy) => _known.TryGetValue(KeyOf(trial), out accuracy);

    public void Add(ITrial trial, double accuracy)
    {
        _known[KeyOf(trial)] = accuracy;
        File.AppendAllText(_path, string.Create(CultureInfo.InvariantCulture, $"{KeyOf(trial)} {accuracy:R}\n"));
    }

    private static string KeyOf(ITrial trial) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trial.Key)).AsSpan(0, 12));
}
