namespace DeepTrain.Package.Tests;

/// <summary>A console application as a user of the package would start it. Warnings are errors.</summary>
internal sealed class ConsumerProject
{
    private readonly string _folder;
    private readonly string _packages;

    public ConsumerProject(PackedPackage package, string folder, string program)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _packages = package.Packages;
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DeepTrain.Gen" Version="[{PackedPackage.Version}]" />
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
        Write("Program.cs", program);
    }

    public CommandResult Build(params string[] arguments) => DotNet(["build", "-c", "Release", .. arguments]);

    public CommandResult Run(params string[] arguments) => DotNet(["run", "-c", "Release", .. arguments]);

    /// <summary>Publishes to <see cref="PublishedProgram"/>.</summary>
    public CommandResult Publish(params string[] arguments) =>
        DotNet(["publish", "-c", "Release", "-o", "published", .. arguments]);

    public string PublishedProgram =>
        Path.Combine(_folder, "published", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer");

    private CommandResult DotNet(string[] arguments) => Package.Tests.DotNet.Run(_folder, _packages, arguments);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
