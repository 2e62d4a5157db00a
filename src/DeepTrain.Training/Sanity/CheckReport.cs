using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>The verdicts of <see cref="Sanity"/> on a network and its rows.</summary>
public sealed class CheckReport
{
    private const int Width = 110;
    private const int NameWidth = 20;
    private const int VerdictWidth = 9;

    internal CheckReport(string network, IReadOnlyList<CheckResult> results) => (Network, Results) = (network, results);

    /// <summary>The network's class.</summary>
    public string Network { get; }

    /// <summary>All checks, one each, in the order in which they were made.</summary>
    public IReadOnlyList<CheckResult> Results { get; }

    /// <summary>The worst verdict.</summary>
    public CheckVerdict Verdict => Results.Max(result => result.Verdict);

    /// <summary>Whether training cannot work.</summary>
    public bool HasFailed => Verdict == CheckVerdict.Failed;

    /// <summary>The result of a check.</summary>
    public CheckResult this[CheckKind kind] => Results.First(result => result.Kind == kind);

    /// <summary>A table: a line for each check, and below it what to change.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Summary).Append('\n');
        string indent = new(' ', NameWidth + VerdictWidth);
        foreach (CheckResult result in Results)
        {
            string start = result.Name.PadRight(NameWidth) + Word(result.Verdict).PadRight(VerdictWidth);
            Wrap(text, start, indent, result.Measured);
            if (result.Advice.Length > 0)
                Wrap(text, indent, indent, result.Advice);
        }
        return text.ToString();
    }

    internal string Summary
    {
        get
        {
            int failed = Results.Count(result => result.Verdict == CheckVerdict.Failed);
            int warned = Results.Count(result => result.Verdict == CheckVerdict.Warning);
            return $"{Quoted.Name(Network)}: {Results.Count} checks, {failed} failed, {warned} with a warning";
        }
    }

    internal static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Passed => "ok",
        CheckVerdict.Skipped => "skipped",
        CheckVerdict.Note => "note",
        CheckVerdict.Warning => "WARNING",
        _ => "FAILED",
    };

    private static void Wrap(StringBuilder text, string start, string indent, string words)
    {
        var line = new StringBuilder(start);
        bool isEmpty = true;
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(indent);
                isEmpty = true;
            }
            if (!isEmpty)
                line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
