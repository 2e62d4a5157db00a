using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Dialects;

/// <summary>
/// Emitters write for an ordinary project. Where the user's project gives the same text another meaning, this says in the
/// text what was meant.
/// </summary>
internal static class ProjectDialect
{
    private const string GlobalLibrary = "global::DeepTrain.";

    public static string Of(string text, ProjectOptions project)
    {
        if (project.LibraryAlias is not null)
            text = WithAlias(text, project.LibraryAlias);
        return project.ChecksOverflow ? UncheckedCode.Of(text) : text;
    }

    /// <summary>Reaches the library by its alias, which is declared before all that is no comment or directive.</summary>
    private static string WithAlias(string text, string alias)
    {
        int start = 0;
        while (start < text.Length && text[start] is '/' or '#' or '\n')
            start = text.IndexOf('\n', start) + 1;
        return text.Substring(0, start)
            + $"extern alias {alias};\n"
            + text.Substring(start)
                .Replace(GlobalLibrary, $"{alias}::DeepTrain.")
                .Replace($"{alias}::{Emission.KernelClass.Namespace}.", $"global::{Emission.KernelClass.Namespace}."); // the project's own
    }
}
