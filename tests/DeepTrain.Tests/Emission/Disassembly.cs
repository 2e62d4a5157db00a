using System.Text.RegularExpressions;

namespace DeepTrain.Tests.Emission;

/// <summary>What the just-in-time compiler says it has made, as x64 code.</summary>
internal static partial class Disassembly
{
    /// <summary>The innermost loops of optimized methods: the method, and the instructions.</summary>
    public static IEnumerable<(string Method, IReadOnlyList<string> Body)> InnermostLoops(string text)
    {
        foreach (string listing in text.Split("; Assembly listing for method ").Skip(1))
        {
            string[] lines = [.. listing.Split('\n').Where(line => line.Trim() is { Length: > 0 } kept && !kept.StartsWith(';'))];
            string method = lines[0];
            if (method.Contains("Tier0", StringComparison.Ordinal))
                continue;
            var labels = new Dictionary<string, int>();
            var loops = new List<(int Start, int End)>();
            for (int line = 0; line < lines.Length; line++)
            {
                if (Label().Match(lines[line]) is { Success: true } label)
                    labels[label.Groups[1].Value] = line;
                else if (Jump().Match(lines[line]) is { Success: true } jump && labels.TryGetValue(jump.Groups[1].Value, out int start))
                    loops.Add((start, line));
            }

            foreach ((int start, int end) in loops.Where(loop => !loops.Exists(other =>
                other != loop && other.Start >= loop.Start && other.End <= loop.End)))
                yield return (method, lines[(start + 1)..(end + 1)]);
        }
    }

    public static bool IsMultiplyAdd(string instruction) => instruction.Contains("vfmadd", StringComparison.Ordinal);

    /// <summary>Whether a vector is read from the stack or written to it.</summary>
    public static bool IsSpill(string instruction) => VectorOnStack().IsMatch(instruction);

    [GeneratedRegex(@"^(G_M\w+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+j\w+\s+(?:SHORT )?(G_M\w+)")]
    private static partial Regex Jump();

    [GeneratedRegex(@"(?=.*\[r[sb]p)(?=.*[xyz]mm\d)")]
    private static partial Regex VectorOnStack();
}
