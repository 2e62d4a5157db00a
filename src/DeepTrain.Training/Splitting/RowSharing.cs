namespace DeepTrain;

/// <summary>Which part each row of a dataset belongs to.</summary>
internal static class RowSharing
{
    /// <summary>The order in which rows are dealt out, and in which each part has them.</summary>
    public static int[] Order(Dataset data, SplitOptions options) =>
        options.TimeOrdered ? [.. Enumerable.Range(0, data.Rows)] : Permutation.Create(data.Rows, options.Seed);

    /// <summary>A part for each row; each part gets at least one.</summary>
    /// <param name="data">Whose rows.</param>
    /// <param name="shares">What each part is to get, 1 together.</param>
    /// <param name="options">How.</param>
    /// <param name="order">The order in which rows are dealt out.</param>
    /// <exception cref="ArgumentException">That is impossible, or the options contradict each other.</exception>
    public static int[] Assign(Dataset data, ReadOnlySpan<double> shares, SplitOptions options, int[] order)
    {
        CheckOptions(data, options);
        if (data.Rows < shares.Length)
            throw new ArgumentException($"Expected at least {shares.Length} rows, one a part; there are {data.Rows}.");
        bool isStratified = options.Stratified ?? (data.HasLabels && !options.TimeOrdered);
        if (options.Groups != null)
        {
            ReadOnlySpan<int> labels = isStratified ? data.Labels : [];
            return GroupSharing.Assign(options.Groups, order, labels, data.ClassNames.Count, shares);
        }
        if (options.TimeOrdered)
            return InOrder(order, shares);
        return isStratified
            ? Stratified(data, shares, options, order)
            : Deal(order, new int[data.Rows], 1, shares, _ => 1);
    }

    /// <summary>A part in the order of time without its last rows, which the next part would know.</summary>
    /// <exception cref="ArgumentException">Nothing is left.</exception>
    public static int[] WithoutGap(int[] rows, int gap) => gap < rows.Length
        ? rows[..^gap]
        : throw new ArgumentException($"Expected a Gap that leaves rows to train on; of {rows.Length} it leaves out {gap}.");

    /// <exception cref="ArgumentException">A class that there is is not in each of the parts.</exception>
    public static void CheckClasses(Dataset data, ReadOnlySpan<Dataset> parts, SplitOptions options, string where)
    {
        if (!data.HasLabels || options.AllowAbsentClasses)
            return;
        int[] inAll = CountLabels(data);
        foreach (Dataset part in parts)
        {
            int[] inPart = CountLabels(part);
            for (int label = 0; label < inAll.Length; label++)
            {
                if (inPart[label] == 0 && inAll[label] > 0)
                {
                    string name = Runtime.Quoted.Value(data.ClassNames[label]);
                    throw new ArgumentException(
                        $"{where}Expected each class in each part, but of class {name}, which has {inAll[label]} rows, the "
                        + $"{part.Part} part has none. More rows help, or another seed, or AllowAbsentClasses.");
                }
            }
        }
    }

    private static void CheckOptions(Dataset data, SplitOptions options)
    {
        if (options.TimeOrdered && options.Groups != null)
            throw new ArgumentException("Expected TimeOrdered or Groups; both are set.");
        if (options.Gap < 0 || options.Window < 1)
            throw new ArgumentException($"Expected a Gap of at least 0 and a Window of at least 1; they are {options.Gap} and {options.Window}.");
        if (!options.TimeOrdered && (options.Gap > 0 || options.Window != null))
            throw new ArgumentException("Expected Gap and Window only with TimeOrdered: other rows have no order.");
        if (options.TimeOrdered && options.Stratified == true)
            throw new ArgumentException("Expected TimeOrdered or Stratified; both are set.");
        if (options.Stratified == true && !data.HasLabels)
            throw new ArgumentException("Expected labels, as Stratified is set; the rows have none.");
        if (options.Groups != null && options.Groups.Count != data.Rows)
        {
            throw new ArgumentException(
                $"Expected a group for each of {data.Rows} rows; there are {options.Groups.Count}.");
        }
    }

    private static int[] CountLabels(Dataset data)
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (int label in data.Labels)
            counts[label]++;
        return counts;
    }

    private static int[] InOrder(int[] order, ReadOnlySpan<double> shares)
    {
        int[] partOf = new int[order.Length];
        double share = 0;
        for (int part = 0, next = 0; part < shares.Length; part++)
        {
            share += shares[part];
            int left = shares.Length - 1 - part;
            // at least one row here, and one for each part to come
            int end = Math.Clamp((int)Math.Round(share * order.Length), next + 1, order.Length - left);
            end = left == 0 ? order.Length : end;
            for (; next < end; next++)
                partOf[order[next]] = part;
        }
        return partOf;
    }

    private static int[] Stratified(Dataset data, ReadOnlySpan<double> shares, SplitOptions options, int[] order)
    {
        int[] counts = CountLabels(data);
        int parts = shares.Length;
        for (int label = 0; label < counts.Length; label++)
        {
            if (counts[label] > 0 && counts[label] < parts && !options.AllowAbsentClasses)
            {
                throw new ArgumentException(
                    $"Expected at least {parts} rows of each class, one for each part; of class "
                    + $"{Runtime.Quoted.Value(data.ClassNames[label])} there are {counts[label]}. More rows help, or "
                    + "AllowAbsentClasses.");
            }
        }
        return Deal(order, data.Labels, counts.Length, shares, count => count >= parts ? 1 : 0);
    }

    // Each class is dealt out by quota: the whole rows of a part's share first, and what is left of them to the parts that
    // have most left to get, of all classes together: so that neither a class nor the whole is far from its share.
    private static int[] Deal(
        int[] order, ReadOnlySpan<int> labels, int classes, ReadOnlySpan<double> shares, Func<int, int> fewest)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        int[,] quota = new int[classes, shares.Length];
        double[] owed = new double[shares.Length];
        for (int label = 0; label < classes; label++)
            SetQuota(label, counts[label], fewest(counts[label]), shares, quota, owed);
        int[] partOf = new int[order.Length];
        int[] current = new int[classes];
        foreach (int row in order)
        {
            int label = labels[row];
            while (quota[label, current[label]] == 0)
                current[label]++;
            quota[label, current[label]]--;
            partOf[row] = current[label];
        }
        return partOf;
    }

    private static void SetQuota(
        int label, int count, int fewest, ReadOnlySpan<double> shares, int[,] quota, double[] owed)
    {
        int left = count;
        for (int part = 0; part < shares.Length; part++)
        {
            double share = shares[part] * count;
            // 0.1 * 30 is not quite 3
            quota[label, part] = Math.Max((int)(share + 1e-9), fewest);
            owed[part] += share - quota[label, part];
            left -= quota[label, part];
        }
        for (; left != 0; left -= Math.Sign(left))
        {
            int chosen = -1;
            for (int part = 0; part < shares.Length; part++)
            {
                // what is taken back leaves the fewest; what is given goes to no part that has had its share rounded up
                bool isCandidate = left > 0 ? quota[label, part] <= shares[part] * count : quota[label, part] > fewest;
                if (isCandidate && (chosen < 0 || (owed[part] - owed[chosen]) * Math.Sign(left) > 0))
                    chosen = part;
            }
            quota[label, chosen] += Math.Sign(left);
            owed[chosen] -= Math.Sign(left);
        }
    }
}
