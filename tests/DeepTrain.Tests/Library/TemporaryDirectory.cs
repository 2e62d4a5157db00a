namespace DeepTrain.Tests.Library;

/// <summary>A directory of a test's own, removed with what is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("deeptrain-tests-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public string Root => _path;

    public string[] Files => [.. Directory.GetFileSystemEntries(_path).Select(path => Path.GetFileName(path)!).Order()];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
