namespace DeepTrain.Package.Tests;

/// <summary>An application that gets the package by way of a library, restored and no more.</summary>
public sealed class RestoredApplication(PackedPackage package)
{
    private readonly Lazy<ConsumerProject> _project = new(() =>
    {
        ConsumerProject library = package.CreateConsumer(Programs.Library, [("OutputType", "Library")], name: "Networks");
        return package.CreateConsumer(
            "System.Console.WriteLine(Networks.Net.InputSize);",
            references: $"<ProjectReference Include=\"{library.ProjectFile}\" />").Restore();
    });

    internal ConsumerProject Project => _project.Value;
}
