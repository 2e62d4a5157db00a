using System.Text.RegularExpressions;

namespace DeepTrain.Package.Tests;

[Collection(PackedPackage.Collection)]
public sealed partial class ConsumerTests(PackedPackage package)
{
    [Fact]
    public void A_new_project_trains_a_network_without_a_warning()
    {
        // without a using, too: the project has implicit ones
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor.Replace("using DeepTrain;", "", StringComparison.Ordinal));

        consumer.Build().MustSucceed();

        Assert.Equal(Programs.XorOutput, consumer.RunBuilt().MustSucceed().Output.Trim());
    }

    [Fact]
    public void The_training_library_brings_all_that_networks_need()
    {
        // one reference, no using, no setting: the compiler of networks comes with it
        ConsumerProject consumer = package.CreateConsumer(
            Programs.FitXor, references: ConsumerProject.Reference(name: "DeepTrain.Training"));

        consumer.Build().MustSucceed();

        Assert.Equal("Completed, 1", consumer.RunBuilt().MustSucceed().Output.Trim());
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
    public void What_a_newcomer_gets_wrong_is_one_error_each()
    {
        string slips = Programs.Xor
            .Replace("[Tanh]", "[Tahn]", StringComparison.Ordinal)
            .Replace("[Dense(16)]", "[Linear(16, Bias = false)]", StringComparison.Ordinal);
        string open = """

            var closed = new Closed();
            closed.LearningRate = Closed.InputSize;
            closed.Predict(inputs, outputs);
            Console.WriteLine(Closed.Description);

            """;
        const string closed = "\n[Network] [Input(2)] [Dense(1)] [MeanSquaredError] [SGD] public class Closed;";
        int end = slips.IndexOf("[Network", StringComparison.Ordinal);
        CommandResult build = package.CreateConsumer(slips[..end] + open + slips[end..] + closed).Build();

        Assert.NotEqual(0, build.ExitCode);
        string[] errors = [.. ErrorPattern().Matches(build.Output).Select(match => match.Value).Distinct()];
        Assert.Equal(["DTG001", "DTG003", "DTG003"], errors.Select(error => error[^6..]).Order());
        Assert.Contains("did you mean [Tanh]?", build.Output);
        Assert.Contains("did you mean [Dense]?", build.Output);
    }

    [GeneratedRegex(@"Program\.cs\(\d+,\d+\): error \w+|error \w+(?= *:)")]
    private static partial Regex ErrorPattern();
}
