using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepTrain.Anywhere;

/// <summary>
/// The inner loops of register tiles in a disassembly of ARM64 code (<c>objdump -d</c>): whether each keeps its sums in registers, and how many
/// instructions it has beside those that a tile cannot do without. The bounds hold for the networks whose tiles differ, those of
/// DeepTrain.Disassembled, and for the library's tiles; of the catalogue's small networks no sum may leave its register, and the figures are
/// printed.
/// </summary>
internal static partial class TileLoops
{
    /// <summary>
    /// Instructions of a loop over its ideal, at most; and of the library's, which do not know their strides. There three rows of one
    /// vector have 1.25, three vectors of one row 1.21: a number's address cannot have both a register and an offset, so that each term
    /// moves a pointer, for three multiply-adds.
    /// </summary>
    private const double MostOverIdeal = 1.2, MostInLibrary = 1.25;

    private sealed record Loop(string Method, IReadOnlyList<string> Body)
    {
        public int MultiplyAdds => Body.Count(line => line.Contains("\tfmla", StringComparison.Ordinal));

        /// <summary>Loads of a number, or a vector; a pair is two.</summary>
        public int Loads => Body.Sum(line => SingleLoad().IsMatch(line) ? 1 : PairLoad().IsMatch(line) ? 2 : 0);

        public IEnumerable<string> OnStack => Body.Where(line => Stack().IsMatch(line));

        /// <summary>Every multiply-add once, and every operand loaded once.</summary>
        public int Ideal => MultiplyAdds + Loads;

        public int Sums => Body.Select(line => Sum().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().Count();

        /// <summary>A tile of the library.</summary>
        public bool IsLibrary => Method.Contains("DeepTrain_Runtime", StringComparison.Ordinal);

        /// <summary>One of the networks of every shape.</summary>
        public bool IsShape => !IsLibrary && Method.Contains("DeepTrain_Disassembled", StringComparison.Ordinal);

        // a tile of r x c sums needs r + c operands for each r c multiply-adds, and no tile has fewer than the square one
        public bool LoadsTooMuch => Loads > MultiplyAdds / (double)Sums * (Sums + 1) + 0.5;
    }

    public static int Report(string listing)
    {
        List<Loop> tiles = [.. InnermostLoops(File.ReadLines(listing))
            .Where(loop => loop.MultiplyAdds >= 4 && 3 * loop.MultiplyAdds >= loop.Body.Count)];
        List<Loop> shapes = [.. tiles.Where(loop => loop.IsShape)], library = [.. tiles.Where(loop => loop.IsLibrary)];
        List<Loop> bad = [.. tiles.Where(IsBad)];
        foreach (Loop loop in bad)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{loop.Method}: {loop.Body.Count} instructions, {loop.MultiplyAdds} multiply-adds in {loop.Sums} sums, {loop.Loads} loads, {Ratio(loop):F2} of the ideal"));
            foreach (string line in loop.OnStack)
                Console.WriteLine("  on the stack: " + line.Trim());
        }

        Say("the library's tiles", library);
        Say("the catalogue's tiles", [.. tiles.Where(loop => !loop.IsShape && !loop.IsLibrary)]);
        Say("the tiles of every shape", shapes);
        return shapes.Count >= 20 && library.Count >= 20 && bad.Count == 0 ? 0 : 1;
    }

    private static double Ratio(Loop loop) => (double)loop.Body.Count / loop.Ideal;

    private static bool IsBad(Loop loop) =>
        loop.OnStack.Any() || loop.IsShape && (Ratio(loop) > MostOverIdeal || loop.LoadsTooMuch)
        || loop.IsLibrary && Ratio(loop) > MostInLibrary;

    private static void Say(string which, IReadOnlyList<Loop> loops)
    {
        if (loops.Count > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{which}: {loops.Count} loops, {loops.Count(loop => loop.OnStack.Any())} touch the stack, instructions {loops.Average(Ratio):F2} of the ideal on average, {loops.Max(Ratio):F2} at most"));
        }
    }

    private static IEnumerable<Loop> InnermostLoops(IEnumerable<string> lines)
    {
        string method = "";
        var code = new List<(ulong Address, string Text)>();
        foreach (string line in lines.Append(""))
        {
            if (Instruction().Match(line) is { Success: true } match)
            {
                code.Add((ulong.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), line));
                continue;
            }

            foreach (Loop loop in Loops(method, code))
                yield return loop;
            code.Clear();
            if (Function().Match(line) is { Success: true } function)
                method = function.Groups[1].Value;
        }
    }

    private static IEnumerable<Loop> Loops(string method, List<(ulong Address, string Text)> code)
    {
        var places = code.Select((line, index) => (line.Address, index)).ToDictionary(pair => pair.Address, pair => pair.index);
        var loops = new List<(int Start, int End)>();
        for (int i = 0; i < code.Count; i++)
        {
            if (Branch().Match(code[i].Text) is { Success: true } branch
                && places.TryGetValue(ulong.Parse(branch.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out int start)
                && start <= i)
                loops.Add((start, i));
        }

        foreach ((int start, int end) in loops.Where(loop => !loops.Exists(other =>
            other != loop && other.Start >= loop.Start && other.End <= loop.End)))
            yield return new Loop(method, [.. code.GetRange(start, end - start + 1).Select(line => line.Text)]);
    }

    [GeneratedRegex(@"^[0-9a-f]+ <(.+)>:$")]
    private static partial Regex Function();

    [GeneratedRegex(@"^\s*([0-9a-f]+):\t")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\t(?:b|b\.\w+|cbn?z|tbn?z)\t(?:.*, )?([0-9a-f]+) <")]
    private static partial Regex Branch();

    [GeneratedRegex(@"\tld(?:r|ur|1r)\t(?:\{?v|[sdq])\d+")]
    private static partial Regex SingleLoad();

    [GeneratedRegex(@"\tldp\t[sdq]\d+")]
    private static partial Regex PairLoad();

    [GeneratedRegex(@"\[(?:sp|x29)\b")]
    private static partial Regex Stack();

    [GeneratedRegex(@"\tfmla\t(v\d+)\.")]
    private static partial Regex Sum();
}
