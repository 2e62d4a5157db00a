using System.Collections;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DeepTrain.Package.Tests;

/// <summary>A command's exit code and everything that it wrote.</summary>
internal sealed partial record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Every error with its id; a build repeats its errors at the end.</summary>
    public string[] Errors => [.. ErrorPattern().Matches(Output).Select(match => match.Groups["id"].Value).Distinct()];

    public CommandResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult MustFail()
    {
        Assert.True(ExitCode != 0, $"{Command} succeeded:\n{Output}");
        return this;
    }

    [GeneratedRegex(@"error (?<id>[A-Z]+\d+)(?= *:)")]
    private static partial Regex ErrorPattern();
}

/// <summary>Runs the <c>dotnet</c> that runs these tests, or a program.</summary>
internal static class DotNet
{
    // beyond any honest duration: a hanging build must not hang the tests
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <param name="packages">Where packages are unpacked; null for the user's own folder.</param>
    public static CommandResult Run(string folder, string? packages, params string[] arguments) =>
        Run(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", packages, arguments);

    public static CommandResult RunProgram(string path) => RunProgramIn(Path.GetDirectoryName(path)!, path);

    public static CommandResult RunProgramIn(string folder, string program, params string[] arguments) =>
        Run(folder, program, packages: null, arguments);

    private static CommandResult Run(string folder, string program, string? packages, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ForgetThisBuild(start);
        if (packages is not null)
            start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // no build server outlives its build; the compiler is these tests' own and warms up once
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = CompilerServer.Pipe;

        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        string command = $"{Path.GetFileName(program)} {string.Join(' ', arguments)}";
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} took more than {Patience}.");
        }
        return new CommandResult(command, process.ExitCode, output.Result + errors.Result);
    }

    // "dotnet test" tells its children which build they belong to; a consumer's build belongs to none
    private static void ForgetThisBuild(ProcessStartInfo start)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase))
                start.Environment.Remove(name);
        }
    }
}
