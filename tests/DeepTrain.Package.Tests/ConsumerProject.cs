using System.Security;

namespace DeepTrain.Package.Tests;

/// <summary>
/// A project as a user of the package would start it, in a folder outside the repository. Warnings are errors.
/// </summary>
internal sealed class ConsumerProject
{
    private readonly string _folder;
    private readonly string _packages;

    /// <param name="properties">MSBuild properties, after those of a new project, so that they have the last word.</param>
    /// <param name="references">What the project references; null for the package.</param>
    public ConsumerProject(
        PackedPackage package, string folder, string program, IEnumerable<(string Name, string Value)>? properties = null,
        string? references = null, string extension = "cs")
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _packages = package.Packages;
        string name = Path.GetFileName(_folder);
        ProjectFile = Path.Combine(_folder, $"{name}.{extension}proj");
        IEnumerable<string> settings = (properties ?? [])
            .Select(property => $"<{property.Name}>{SecurityElement.Escape(property.Value)}</{property.Name}>");
        File.WriteAllText(ProjectFile, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <RootNamespace>Consumer</RootNamespace>
                {string.Join("\n    ", settings)}
              </PropertyGroup>
              <ItemGroup>
                {(extension == "fs" ? "<Compile Include=\"Program.fs\" />" : "")}
                {references ?? Reference()}
              </ItemGroup>
            </Project>
            """);
        // added to the sources that the machine has for everything else
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{package.Source}" />
              </packageSources>
            </configuration>
            """);
        Write($"Program.{extension}", program);
    }

    public string ProjectFile { get; }

    public string PublishedProgram =>
        Path.Combine(_folder, "published", Path.GetFileName(_folder) + (OperatingSystem.IsWindows() ? ".exe" : ""));

    /// <summary>The reference that <c>dotnet add package</c> writes, with attributes besides.</summary>
    public static string Reference(string attributes = "", string name = "DeepTrain.Gen") =>
        $"<PackageReference Include=\"{name}\" Version=\"[{PackedPackage.Version}]\" {attributes}/>";

    public CommandResult Build(params string[] arguments) => DotNet(["build", "-c", "Release", .. arguments]);

    public ConsumerProject Restore()
    {
        MSBuild("-t:Restore").MustSucceed();
        return this;
    }

    /// <summary>Builds and runs.</summary>
    public CommandResult Run() => DotNet(["run", "-c", "Release"]);

    /// <summary>Runs what <see cref="Build"/> made.</summary>
    public CommandResult RunBuilt() => DotNet([Path.Combine("bin", "Release", "net10.0", $"{Path.GetFileName(_folder)}.dll")]);

    /// <summary>Publishes to <see cref="PublishedProgram"/>.</summary>
    public CommandResult Publish(params string[] arguments) =>
        DotNet(["publish", "-c", "Release", "-o", "published", .. arguments]);

    public CommandResult MSBuild(params string[] arguments) => DotNet(["msbuild", "-nologo", .. arguments]);

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private CommandResult DotNet(string[] arguments) => Package.Tests.DotNet.Run(_folder, _packages, arguments);
}
