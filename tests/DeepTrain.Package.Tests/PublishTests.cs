using System.Runtime.InteropServices;

namespace DeepTrain.Package.Tests;

/// <summary>Programs as they are published: native, trimmed, compiled ahead.</summary>
[Collection(PackedPackage.Collection)]
public sealed class PublishTests(PackedPackage package, RestoredApplication application, ITestOutputHelper output)
    : IClassFixture<RestoredApplication>
{
    private const string NotNative =
        "This machine cannot compile to native code: the program is published without, and its output is what is tested.";

    // Debian's, which pretends to be a processor without AVX2 and FMA
    private const string Emulator = "/usr/bin/qemu-x86_64";

    [Fact]
    public void A_native_program_needs_no_reflection_and_is_compiled_for_processors_with_wide_vectors()
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor);

        Assert.Equal(Programs.XorOutput, RunNative(consumer, out bool isNative));

        if (!isNative)
            return;
        Assert.InRange(new FileInfo(consumer.PublishedProgram).Length, 1, 3_000_000);
        if (RuntimeInformation.OSArchitecture == Architecture.X64 && File.Exists(Emulator))
        {
            string folder = Path.GetDirectoryName(consumer.PublishedProgram)!;
            CommandResult refusal = DotNet.RunProgramIn(folder, Emulator, "-cpu", "Nehalem", consumer.PublishedProgram).MustFail();
            Assert.Contains("The required instruction sets are not supported by the current CPU.", refusal.Output, StringComparison.Ordinal);
            CommandResult enough = DotNet.RunProgramIn(folder, Emulator, "-cpu", "Haswell", consumer.PublishedProgram).MustSucceed();
            // beside what the emulator says of what it lacks itself
            Assert.Contains(Programs.XorOutput, enough.Output.Split('\n', StringSplitOptions.TrimEntries));
        }
    }

    [Fact]
    public void A_native_program_may_use_all_of_the_training_library()
    {
        ConsumerProject consumer = package.CreateConsumer(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumers", "WholeTraining.cs")),
            references: ConsumerProject.Reference(name: "DeepTrain.Training"));

        string said = RunNative(consumer, out _);

        Assert.EndsWith("all done", said, StringComparison.Ordinal);
        Assert.DoesNotContain(said, character => char.IsControl(character) && character is not ('\n' or '\r'));
    }

    [Theory]
    [InlineData("-p:PublishTrimmed=true", "-p:TrimMode=full")]
    [InlineData("-p:PublishReadyToRun=true")]
    public void Trimming_and_compiling_ahead_give_no_warning(params string[] settings)
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor, [("TrimmerSingleWarn", "false")]);

        CommandResult publish = consumer.Publish(["--self-contained", .. settings]);
        if (IsImpossibleHere(publish))
        {
            output.WriteLine("The package sources have not what publishing needs: the program is analysed, not published.");
            publish = consumer.Build("-p:IsTrimmable=true", "-p:EnableTrimAnalyzer=true", "-p:EnableAotAnalyzer=true");
            Assert.DoesNotContain("warning", publish.MustSucceed().Output, StringComparison.Ordinal);
            return;
        }

        Assert.DoesNotContain("warning", publish.MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(Programs.XorOutput, DotNet.RunProgram(consumer.PublishedProgram).MustSucceed().Output.Trim());
    }

    public static TheoryData<string, string, string> InstructionSets()
    {
        var chosen = new TheoryData<string, string, string>();
        foreach ((string runtime, string setting, string expected) in RestoredApplication.InstructionSets)
            chosen.Add(runtime, setting, expected);
        return chosen;
    }

    /// <summary>The choice alone, which needs no native compiler.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_instruction_set_is_chosen_where_nothing_else_is_said(string runtime, string setting, string expected) =>
        Assert.Equal(expected, application.InstructionSet(runtime, setting));

    [Fact]
    public void The_sample_publishes_from_a_clone_and_reads_digits()
    {
        string folder = Directory.CreateTempSubdirectory("deeptrain-sample-").FullName;
        try
        {
            CommandResult publish = PublishSample(folder, "-p:PublishAot=true");
            if (IsImpossibleHere(publish))
            {
                output.WriteLine(NotNative);
                publish = PublishSample(folder);
            }

            publish.MustSucceed();
            string program = Path.Combine(folder, "published", OperatingSystem.IsWindows() ? "Digits.exe" : "Digits");
            string said = DotNet.RunProgram(program).MustSucceed().Output;
            Assert.Contains("359", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What the program says, native where this machine can make it so; without a warning in any case.
    private string RunNative(ConsumerProject consumer, out bool isNative)
    {
        // else all warnings of an assembly are told as one
        const string Each = "-p:TrimmerSingleWarn=false";
        CommandResult publish = consumer.Publish("-p:PublishAot=true", Each);
        isNative = !IsImpossibleHere(publish);
        if (!isNative)
        {
            output.WriteLine(NotNative);
            publish = consumer.Publish("-p:PublishTrimmed=true", "-p:TrimMode=full", Each, "-p:IsAotCompatible=true");
        }
        else if (RuntimeInformation.OSArchitecture == Architecture.X64)
        {
            Assert.Single(
                publish.Output.Split('\n'), line => line.Contains("native code for x86-64-v3", StringComparison.Ordinal));
        }

        publish.MustSucceed();
        Assert.DoesNotContain("warning", publish.Output, StringComparison.Ordinal);
        return DotNet.RunProgram(consumer.PublishedProgram).MustSucceed().Output.Trim();
    }

    // beside the clone, whose own output others may be using
    private static CommandResult PublishSample(string folder, params string[] settings) => DotNet.Run(
        Repository.PathOf("samples", "Digits"), packages: null,
        [
            "publish", "-c", "Release", "-o", Path.Combine(folder, "published"),
            "--artifacts-path", Path.Combine(folder, "artifacts"), .. settings,
        ]);

    // NU1101, NU1102: the compiler or its runtime is not among the package sources; else a linker is missing
    private static bool IsImpossibleHere(CommandResult publish) => publish.ExitCode != 0
        && (publish.Errors.Any(id => id is "NU1101" or "NU1102")
            || publish.Output.Contains("Platform linker", StringComparison.Ordinal));
}
