namespace DeepTrain.Gen.Tests.Signal;

/// <summary>Files of Signal/Data, embedded in the assembly.</summary>
internal static class DataFile
{
    public static string[] Lines(string name)
    {
        using Stream stream = typeof(DataFile).Assembly.GetManifestResourceStream(typeof(DataFile), "Data." + name)
            ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
