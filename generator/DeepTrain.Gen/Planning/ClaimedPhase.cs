namespace DeepTrain.Gen.Planning;

/// <summary>
/// What a thread team has between two barriers: a phase, or several that do not wait for each other. Their tiles are claimed
/// together, so that threads wait once, and one that has no tile left of a narrow layer takes one of another.
/// </summary>
/// <remarks>
/// Members take tiles from both ends (<c>TeamWork</c>). So the first half of each phase lies before the middle and the second
/// half behind it: who has a layer's first columns in its cache gets them again.
/// </remarks>
internal sealed record ClaimedPhase(IReadOnlyList<Phase> Parts)
{
    /// <summary>Tiles <paramref name="First"/> to <paramref name="End"/> of a phase; all of them are its tiles from 0 on.</summary>
    /// <param name="Start">The first one's number among all that are claimed together.</param>
    public sealed record Run(Phase Phase, int First, int End, int Start)
    {
        /// <summary>The number behind the last one's.</summary>
        public int Past => Start + End - First;

        /// <summary>What a claimed number is more than the phase's own.</summary>
        public int Offset => Start - First;
    }

    public string Comment => string.Join("; ", Parts.SelectMany(part => part.Chain).Select(phase => phase.Comment));

    /// <summary>The tiles, where their count does not depend on the batch.</summary>
    public int Tiles => Parts.Sum(part => part.Panels);

    public static IReadOnlyList<ClaimedPhase> Of(IReadOnlyList<Phase> phases)
    {
        var result = new List<List<Phase>>();
        foreach (Phase phase in phases)
        {
            if (phase.IsBesideOthers && result.Count > 0 && result[result.Count - 1][0].IsBesideOthers)
                result[result.Count - 1].Add(phase);
            else
                result.Add([phase]);
        }

        return [.. result.Select(parts => new ClaimedPhase(parts))];
    }

    /// <summary>The order in which tiles of several phases are numbered.</summary>
    public IReadOnlyList<Run> Runs()
    {
        var runs = new List<Run>();
        int start = 0;
        void Add(Phase part, int first, int end)
        {
            if (first == end)
                return;
            runs.Add(new Run(part, first, end, start));
            start += end - first;
        }

        foreach (Phase part in Parts)
            Add(part, 0, (part.Panels + 1) / 2);
        foreach (Phase part in Parts.Reverse())
            Add(part, (part.Panels + 1) / 2, part.Panels);
        return runs;
    }
}
