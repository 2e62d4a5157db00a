namespace DeepTrain.Package.Tests;

/// <summary>An application that gets the package by way of a library, restored and no more.</summary>
public sealed class RestoredApplication(PackedPackage package)
{
    /// <summary>A runtime and a setting, or none, and the instruction set that is chosen under them.</summary>
    internal static (string Runtime, string Setting, string Expected)[] InstructionSets { get; } =
    [
        ("linux-x64", "", "x86-64-v3"),
        ("win-x64", "", "x86-64-v3"),
        ("linux-musl-x64", "DeepTrainIlcInstructionSet=x86-64-v4", "x86-64-v4"),
        ("linux-x64", "DeepTrainIlcInstructionSet=none", ""),
        ("linux-x64", "IlcInstructionSet=native", "native"),
        ("linux-x64", "PublishAot=false", ""),
        ("linux-arm64", "", ""),
        ("win-x86", "", ""),
    ];

    private readonly Lazy<PropertyQuestions> _chosen = new(() =>
    {
        ConsumerProject library = package.CreateConsumer(Programs.Library, [("OutputType", "Library")], name: "Networks");
        ConsumerProject application = package.CreateConsumer(
            "System.Console.WriteLine(Networks.Net.InputSize);",
            references: $"<ProjectReference Include=\"{library.ProjectFile}\" />");
        return new PropertyQuestions(
            application.Restore(), "IlcInstructionSet", "DeepTrainChooseIlcInstructionSet",
            [.. InstructionSets.Select(row => Settings(row.Runtime, row.Setting))]);
    });

    /// <summary>The instruction set that is chosen for a runtime under a setting.</summary>
    internal string InstructionSet(string runtime, string setting) => _chosen.Value.Answer(Settings(runtime, setting));

    // restored without them: this asks for no runtime and no compiler
    private static string[] Settings(string runtime, string setting)
    {
        string aot = setting.StartsWith("PublishAot=", StringComparison.Ordinal) ? setting : "PublishAot=true";
        string[] always = [aot, $"RuntimeIdentifier={runtime}"];
        return setting.Length == 0 || setting == aot ? always : [.. always, setting];
    }
}
