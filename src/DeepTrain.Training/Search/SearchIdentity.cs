using System.Globalization;
using System.Text.Json;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What makes a search this one and no other: settings of trials from another would mean something else.</summary>
internal static class SearchIdentity
{
    public const string FileName = "search.json";

    public static IReadOnlyList<KeyValuePair<string, string>> Of(
        SearchOptions options, SearchAxes axes, SearchData data, IReadOnlyList<INetwork> networks)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        var facts = new List<KeyValuePair<string, string>>
        {
            new("format", "1"),
            new("Seed", options.Seed.ToString(culture)),
            new("Strategy", options.Strategy.Identity),
            new("Objective", options.Objective?.Name ?? "the loss"),
            new("Networks", string.Join("; ", networks.Select((network, index) =>
                $"{options.Networks[index].Name} {RunIdentity.Hash<char>(network.Description.ToString())}"))),
        };
        foreach ((string name, Axis axis) in axes.All.Skip(1))
            facts.Add(new($"Space: {name}", axis.ToString()!));
        facts.Add(new("Axes", axes.Count.ToString(culture)));
        facts.AddRange(data.Facts);
        FitOptions training = options.Training;
        facts.Add(new("Training.Epochs", training.Epochs.ToString(culture)));
        facts.Add(new("Training.Schedule", training.Schedule?.ToString() ?? "none"));
        facts.Add(new("Training.RestoreBest", training.RestoreBest.ToString()));
        facts.Add(new("Training.DivergenceFactor", training.DivergenceFactor.ToString(culture)));
        facts.Add(new("Training.EarlyStopping", training.EarlyStopping is { } stopping
            ? string.Create(culture, $"{stopping.Patience} epochs, {stopping.MinDelta}") : "none"));
        facts.Add(new("Prepare", options.Prepare?.ToString() ?? "none"));
        facts.Add(new("Configure", options.Configure == null ? "none" : "given"));
        // the rest of what makes a fit the same
        facts.AddRange(RunIdentity.Of(networks[0], data.Rows, training).Where(
            fact => fact.Key is not ("network" or "Seed" or "Validation"))
            .Select(fact => KeyValuePair.Create($"Training: {fact.Key}", fact.Value)));
        return facts;
    }

    public static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach ((string name, string value) in identity)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        FileKind.RequireRegular("read", path, FileKind.Target(path));
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. json.RootElement.EnumerateObject().Select(
                fact => KeyValuePair.Create(fact.Name, fact.Value.GetString() ?? ""))];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: expected what a search is, found something else: {broken.Message}", broken);
        }
    }

    /// <exception cref="InvalidDataException">Something differs; the message says what.</exception>
    public static void Require(
        string path, IReadOnlyList<KeyValuePair<string, string>> saved, IReadOnlyList<KeyValuePair<string, string>> asked)
    {
        foreach ((string name, string value) in asked)
        {
            string before = saved.FirstOrDefault(fact => fact.Key == name).Value ?? "none";
            if (before != value)
            {
                throw new InvalidDataException(
                    $"{path}: expected trials of a search with {name} {Quoted.Value(value)}, found those of another, with {Quoted.Value(before)}. "
                    + "Name another folder, or delete this one, to begin anew.");
            }
        }
    }
}
