using System.Text.RegularExpressions;

namespace DeepTrain.Package.Tests;

[Collection(PackedPackage.Collection)]
public sealed partial class ConsumerTests(PackedPackage package)
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

    [GeneratedRegex(@"Program\.cs\(\d+,\d+\): error \w+|error \w+(?= *:)")]
    private static partial Regex ErrorPattern();
}
