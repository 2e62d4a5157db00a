using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>
/// A network with two mistakes fails as before if one of them is mended. So each warning's fix does what the others' do as
/// well, as far as they leave each other alone.
/// </summary>
internal static class JointMends
{
    public static IReadOnlyList<Finding> Of(IReadOnlyList<Finding> findings)
    {
        Finding[] loud =
            [.. findings.Where(finding => finding.Severity >= DiagnosticSeverity.Warning && finding.Mend is not null)];
        return loud.Length < 2
            ? findings
            : [.. findings.Select(finding => loud.Contains(finding) ? finding.With(JoinTo(finding)) : finding)];

        Mend JoinTo(Finding own) => Join(own.Mend!, loud.Where(each => each != own).Select(each => each.Mend!));
    }

    /// <summary>What the first does and, as far as that leaves it alone, what the others do.</summary>
    public static Mend Join(Mend own, IEnumerable<Mend> others)
    {
        var titles = new List<string> { own.Title };
        var edits = own.Edits.ToList();
        foreach (Mend other in others)
        {
            Edit[] added = [.. other.Edits.Except(edits)];
            if (added.Any(edit => edits.Any(taken => Collide(edit, taken))))
                continue;
            edits.AddRange(added);
            if (added.Length > 0 && !titles.Contains(other.Title))
                titles.Add(other.Title);
        }

        string[] rest = [.. titles.Skip(1).Select(title => char.ToLowerInvariant(title[0]) + title.Substring(1))];
        string first = string.Join(", ", titles.Take(1).Concat(rest.Take(rest.Length - 1)));
        // a comma keeps apart what has an "and" of its own
        string comma = titles.Any(title => title.Contains(" and ")) ? "," : "";
        return new Mend(rest.Length == 0 ? first : $"{first}{comma} and {rest[rest.Length - 1]}", edits);
    }

    // what is removed or replaced cannot be changed, and what is put beside a step may stand between two others; beside a step whose
    // arguments change is room
    private static bool Collide(Edit one, Edit other) => one.Step == other.Step
        && (one.ChangesArgument && other.ChangesArgument ? one.Argument == other.Argument
            : !(one.ChangesArgument && other.Inserts || one.Inserts && other.ChangesArgument));
}
