namespace DeepTrain.Package.Tests;

/// <summary>Projects with settings of their own: emitted code says nothing in any, or one error says what to set.</summary>
[Collection(PackedPackage.Collection)]
public sealed class SettingsTests(PackedPackage package)
{
    private static readonly (string Name, string Value)[] Strict =
    [
        ("AnalysisMode", "All"), ("EnforceCodeStyleInBuild", "true"), ("GenerateDocumentationFile", "true"),
        ("WarningLevel", "9999"), ("Features", "strict"), ("EmitCompilerGeneratedFiles", "true"),
        ("CheckForOverflowUnderflow", "true"), ("RootNamespace", "1 odd-Näme"), ("TreatWarningsAsErrors", "false"),
    ];

    private static readonly (string Name, string Value)[] Bare =
    [
        ("Nullable", "disable"), ("ImplicitUsings", "disable"), ("DisableImplicitNamespaceImports", "true"),
        ("Optimize", "false"), ("Deterministic", "false"), ("LangVersion", "11"),
    ];

    [Fact]
    public void Emitted_code_gives_no_warning_and_one_result_under_strict_settings_and_under_none()
    {
        ConsumerProject strict = package.CreateConsumer(Programs.Documented, Strict, name: "Strict");
        ConsumerProject bare = package.CreateConsumer(Programs.Documented, Bare, name: "päth with späces");

        // what the analyzers say of the user's own code is no concern of ours
        Assert.DoesNotContain(".g.cs", strict.Build().MustSucceed().Output, StringComparison.Ordinal);
        bare.Build().MustSucceed();

        string result = strict.RunBuilt().MustSucceed().Output;
        Assert.Matches(@"^\d+\s*$", result);
        Assert.Equal(result, bare.RunBuilt().MustSucceed().Output);
    }

    [Theory]
    [InlineData("AllowUnsafeBlocks", "false", "DTG008")]
    [InlineData("LangVersion", "10", "DTG009")]
    public void A_setting_that_forbids_emitted_code_gives_one_error(string property, string value, string id)
    {
        // SkipLocalsInit is unsafe code of the user's own
        string program = Programs.Documented.Replace(
            "[module: System.Runtime.CompilerServices.SkipLocalsInit]", "", StringComparison.Ordinal);
        ConsumerProject consumer = package.CreateConsumer(program, [(property, value)]);

        Assert.Equal([id], consumer.Build().MustFail().Errors);
    }

    [Fact]
    public void A_project_for_an_older_framework_fails_at_restore()
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor, [("TargetFramework", "net9.0")]);

        Assert.Equal(["NU1202"], consumer.Build().MustFail().Errors);
    }

    [Theory]
    [InlineData("vb", "Module Program\nSub Main()\nEnd Sub\nEnd Module")]
    [InlineData("fs", "printfn \"%d\" 1")]
    public void A_project_in_another_language_fails_with_one_error(string extension, string program)
    {
        ConsumerProject consumer = package.CreateConsumer(program, extension: extension);

        Assert.Equal(["DTG012"], consumer.Build().MustFail().Errors);
        Assert.True(File.Exists(Repository.PathOf("generator", "docs", "rules", "DTG012.md")));
    }

    public static TheoryData<string, string> Widths()
    {
        var widths = new TheoryData<string, string>();
        foreach ((string setting, string expected) in PackedPackage.WidthSettings)
            widths.Add(setting, expected);
        return widths;
    }

    /// <summary>What the compiler is told, for every kind of machine that a project may be built for.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void The_build_says_which_vectors_networks_are_compiled_for(string setting, string expected) =>
        Assert.Equal(expected, package.VectorBits.Answer([setting]));

    [Fact]
    public void A_network_of_128_bit_vectors_is_compiled_and_computes_the_same()
    {
        ConsumerProject consumer = package.CreateConsumer(
            Programs.Xor, [("DeepTrainVectorWidths", "128"), ("EmitCompilerGeneratedFiles", "true")]);

        Assert.Equal(Programs.XorOutput, consumer.Run().MustSucceed().Output.Trim());
        string emitted = string.Concat(Directory.GetFiles(Path.GetDirectoryName(consumer.ProjectFile)!, "*.Step.g.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        Assert.Contains("Train128(", emitted, StringComparison.Ordinal);
        Assert.DoesNotContain("Train256(", emitted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1024")]
    [InlineData("512;avx2")]
    public void A_width_that_does_not_exist_fails_with_one_error(string widths)
    {
        ConsumerProject consumer = package.CreateConsumer(Programs.Xor, [("DeepTrainVectorWidths", widths)]);

        Assert.Equal(["DTG015"], consumer.Build().MustFail().Errors);
        Assert.True(File.Exists(Repository.PathOf("generator", "docs", "rules", "DTG015.md")));
    }

    [Fact]
    public void It_may_call_the_networks_of_another_project()
    {
        ConsumerProject library = package.CreateConsumer(Programs.Library, [("OutputType", "Library")], name: "Networks");
        ConsumerProject caller = package.CreateConsumer(
            """
            Module Program
                Sub Main()
                    Dim network As New Networks.Net(1UL)
                    System.Console.WriteLine(network.TrainBatch(New Single() {0, 1}, New Single() {1}) > 0)
                End Sub
            End Module
            """,
            references: $"<ProjectReference Include=\"{library.ProjectFile}\" />", extension: "vb");

        Assert.Equal("True", caller.Run().MustSucceed().Output.Trim());
    }

    [Fact]
    public void The_library_may_have_an_alias()
    {
        string program = Programs.Xor.Replace(
            "using DeepTrain;", "extern alias deep;\nusing deep::DeepTrain;", StringComparison.Ordinal);
        ConsumerProject consumer = package.CreateConsumer(
            program, references: ConsumerProject.Reference("Aliases=\"deep\" "));

        Assert.Equal(Programs.XorOutput, consumer.Run().MustSucceed().Output.Trim());
    }
}
