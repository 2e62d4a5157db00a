using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>
/// Emitted files against those that were looked at and accepted, with the conventions of Verify.SourceGenerators:
/// <c>Snapshots/Class.Method#Hint.g.verified.cs</c>, and <c>.received.cs</c> beside it where they differ.
/// <c>DEEPTRAIN_ACCEPT_SNAPSHOTS=1</c> accepts what was received.
/// </summary>
internal static class Snapshots
{
    public static readonly string Folder = Repository.PathOf("tests", "DeepTrain.Gen.Tests", "Snapshots");

    private static bool Accepts => Environment.GetEnvironmentVariable("DEEPTRAIN_ACCEPT_SNAPSHOTS") == "1";

    public static void Match(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        string prefix = $"{Path.GetFileNameWithoutExtension(testFile.Replace('\\', '/'))}.{test}#";
        var differences = new List<string>();
        var verified = new HashSet<string>(StringComparer.Ordinal);
        foreach (GeneratedSourceResult file in run.Files)
        {
            string stem = Path.Combine(Folder, prefix + Path.GetFileNameWithoutExtension(file.HintName));
            verified.Add(stem + ".verified.cs");
            if (!IsVerified(stem, file.SourceText.ToString()))
                differences.Add($"{stem}.received.cs differs from what was accepted");
        }

        foreach (string orphan in Directory.GetFiles(Folder, prefix + "*.verified.cs").Where(file => !verified.Contains(file)))
        {
            if (Accepts)
                File.Delete(orphan);
            else
                differences.Add($"{orphan} is no longer emitted");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>One text, <c>Snapshots/name.verified.cs</c>.</summary>
    public static void Match(string name, string text)
    {
        string stem = Path.Combine(Folder, name);
        Assert.True(IsVerified(stem, text), $"{stem}.received.cs differs from what was accepted");
    }

    private static bool IsVerified(string stem, string text)
    {
        string verified = stem + ".verified.cs", received = stem + ".received.cs";
        if (Accepts)
            File.WriteAllText(verified, text);
        bool isVerified = File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text;
        if (isVerified)
            File.Delete(received);
        else
            File.WriteAllText(received, text);
        return isVerified;
    }
}
