using System.Text.RegularExpressions;

namespace DeepTrain.Package.Tests;

[Collection(PackedPackage.Collection)]
public sealed partial class ConsumerTests(PackedPackage package, ITestOutputHelper output)
{
    [Fact]
    public void A_new_project_trains_a_network_without_a_warning()
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor);

        consumer.Build().MustSucceed();

        Assert.Equal(Programs.XorOutput, consumer.Run("--no-build").MustSucceed().Output.Trim());
    }

    [Fact]
    public void An_invalid_network_gives_one_error_of_ours_and_none_of_the_compiler()
    {
        CommandResult build = package.CreateConsumer(Programs.WithoutLoss).Build();

        Assert.NotEqual(0, build.ExitCode);
        // the build repeats its errors at the end
        string[] errors = [.. ErrorPattern().Matches(build.Output).Select(match => match.Value).Distinct()];
        string error = Assert.Single(errors);
        Assert.StartsWith("Program.cs(", error);
        Assert.Contains("error DTG003", error);
    }

    [Fact]
    public void A_published_program_needs_neither_reflection_nor_a_compiler()
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor);

        CommandResult publish = consumer.Publish("-p:PublishAot=true");
        if (CannotCompileToNativeCode(publish))
        {
            output.WriteLine(
                "This machine cannot compile to native code; the program is trimmed and analysed for it instead.");
            publish = consumer.Publish(
                "-p:PublishTrimmed=true", "-p:TrimMode=full", "-p:TrimmerSingleWarn=false", "-p:IsAotCompatible=true");
        }

        publish.MustSucceed();
        Assert.Equal(Programs.XorOutput, DotNet.RunProgram(consumer.PublishedProgram).MustSucceed().Output.Trim());
    }

    // NU1101, NU1102: the compiler or its runtime is not among the package sources; else a linker is missing
    private static bool CannotCompileToNativeCode(CommandResult publish) => publish.ExitCode != 0
        && (publish.Output.Contains("error NU1101")
            || publish.Output.Contains("error NU1102")
            || publish.Output.Contains("Platform linker"));

    [GeneratedRegex(@"Program\.cs\(\d+,\d+\): error \w+|error \w+(?= *:)")]
    private static partial Regex ErrorPattern();
}
