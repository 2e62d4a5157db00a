using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>The images in the folders of their classes.</summary>
internal static class ImageFolder
{
    private static readonly string[] Read = [".png", ".jpg", ".jpeg", ".pgm", ".ppm"];

    // images all the same: leaving them out in silence would leave out data
    private static readonly string[] NotRead = [".bmp", ".gif", ".webp", ".tif", ".tiff", ".heic", ".avif"];

    /// <summary>Lists them, classes and files in ordinal order.</summary>
    /// <exception cref="InvalidDataException">There are no folders, one has no image, or an image is of another
    /// format.</exception>
    public static (string[] Paths, int[] Labels, string[] Classes) List(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{folder}: expected a folder with a folder for each class; there is none.");
        }
        string[] folders = [.. Directory.GetDirectories(folder)
            .Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        if (folders.Length == 0)
            throw new InvalidDataException($"{folder}: expected a folder for each class in it; there is none.");
        if (folders.Length == 1)
        {
            throw new InvalidDataException(
                $"{folder}: expected folders of at least two classes; there is only {Quoted.Value(Path.GetFileName(folders[0]))}.");
        }
        var paths = new List<string>();
        var labels = new List<int>();
        for (int label = 0; label < folders.Length; label++)
        {
            int before = paths.Count;
            foreach (string path in Directory.GetFiles(folders[label]).Order(StringComparer.Ordinal))
            {
                string extension = Path.GetExtension(path).ToLowerInvariant();
                if (Path.GetFileName(path).StartsWith('.'))
                    continue;
                if (NotRead.Contains(extension))
                    throw new InvalidDataException($"{path}: expected images as PNG, JPEG, PGM or PPM; this is another format.");
                if (Read.Contains(extension))
                    paths.Add(path);
            }
            if (paths.Count == before)
                throw new InvalidDataException($"{folders[label]}: expected images of a class, as PNG, JPEG, PGM or PPM; there are none.");
            labels.AddRange(Enumerable.Repeat(label, paths.Count - before));
        }
        return ([.. paths], [.. labels], [.. folders.Select(path => Path.GetFileName(path))]);
    }
}
