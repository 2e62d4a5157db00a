namespace DeepTrain;

/// <summary>
/// Shares out whole groups of rows. The best way is a bin-packing problem; this is the usual answer: large groups first,
/// each to the part that comes nearest to its share by it.
/// </summary>
internal static class GroupSharing
{
    /// <param name="groups">A group for each row.</param>
    /// <param name="order">Rows in the order by which groups of one size are dealt out.</param>
    /// <param name="labels">For shares of each class; empty for shares of rows.</param>
    /// <param name="classes">How many labels there are.</param>
    /// <param name="shares">What each part is to get, 1 together.</param>
    /// <exception cref="ArgumentException">There are fewer groups than parts.</exception>
    public static int[] Assign(
        IReadOnlyList<int> groups, int[] order, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> shares)
    {
        classes = labels.IsEmpty ? 1 : classes;
        var numberOf = new Dictionary<int, int>();
        var members = new List<List<int>>();
        foreach (int row in order)
        {
            if (!numberOf.TryGetValue(groups[row], out int number))
            {
                numberOf.Add(groups[row], number = members.Count);
                members.Add([]);
            }
            members[number].Add(row);
        }
        if (members.Count < shares.Length)
        {
            throw new ArgumentException(
                $"Expected at least {shares.Length} groups, one for each part; there are {members.Count}.");
        }

        double[,] missing = Wanted(labels, classes, order.Length, shares);
        double[] total = new double[classes];
        for (int label = 0; label < classes; label++)
        {
            for (int part = 0; part < shares.Length; part++)
                total[label] += missing[label, part];
        }
        int[] partOf = new int[order.Length];
        bool[] isFilled = new bool[shares.Length];
        int empty = shares.Length, left = members.Count;
        // a stable sort: groups of one size stay in their random order
        foreach (List<int> group in members.OrderByDescending(group => group.Count))
        {
            double[] size = new double[classes];
            foreach (int row in group)
                size[labels.IsEmpty ? 0 : labels[row]]++;
            int part = Choose(missing, total, size, isFilled, mustBeEmpty: left <= empty);
            foreach (int row in group)
                partOf[row] = part;
            for (int label = 0; label < classes; label++)
                missing[label, part] -= size[label];
            left--;
            if (!isFilled[part])
                empty--;
            isFilled[part] = true;
        }
        return partOf;
    }

    // rows that each part is still to get of each class
    private static double[,] Wanted(ReadOnlySpan<int> labels, int classes, int rows, ReadOnlySpan<double> shares)
    {
        double[,] wanted = new double[classes, shares.Length];
        for (int part = 0; part < shares.Length; part++)
        {
            if (labels.IsEmpty)
                wanted[0, part] = shares[part] * rows;
            foreach (int label in labels)
                wanted[label, part] += shares[part];
        }
        return wanted;
    }

    // Where the sum of squares of what is missing, each class by its size, falls most.
    private static int Choose(double[,] missing, double[] total, double[] size, bool[] isFilled, bool mustBeEmpty)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int part = 0; part < isFilled.Length; part++)
        {
            if (mustBeEmpty && isFilled[part])
                continue;
            double change = 0;
            for (int label = 0; label < size.Length; label++)
                change += size[label] == 0 ? 0 : size[label] * (size[label] - 2 * missing[label, part]) / total[label];
            if (change < least)
                (best, least) = (part, change);
        }
        return best;
    }
}
