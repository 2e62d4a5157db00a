using DeepTrain;

/// <summary>What becomes of the columns of a file, and why.</summary>
/// <param name="Options">How the file is read.</param>
/// <param name="Notes">What was decided, in words.</param>
public sealed record ColumnChoice(CsvOptions Options, IReadOnlyList<string> Notes)
{
    private const int MostCategories = 50;
    private const int MostClasses = 20;
    private const int LeastRowsOfClass = 5;
    private const int LeastRows = 20;

    /// <summary>Empty cells are written in many ways.</summary>
    public static readonly string[] MissingTexts = ["NA", "N/A", "na", "n/a", "null", "NULL", "None", "?", "-"];

    /// <exception cref="InvalidDataException">There is no such column, or none left to predict from.</exception>
    public static ColumnChoice Of(CsvSurvey survey, Settings settings)
    {
        var names = survey.Columns.Select(column => column.Name).ToList();
        foreach (string name in settings.Ignore.Append(settings.Target))
        {
            if (!names.Contains(name))
                throw new InvalidDataException($"{settings.File}: expected a column \"{name}\"; the columns are {string.Join(", ", names)}.");
        }
        if (settings.Ignore.Contains(settings.Target))
            throw new InvalidDataException($"Expected another column than --target in --ignore; \"{settings.Target}\" is in both.");

        if (survey.Rows < LeastRows)
            throw new InvalidDataException($"{settings.File}: expected at least {LeastRows} rows to learn from; there are {survey.Rows}.");
        CsvColumnSurvey target = survey.Columns.First(column => column.Name == settings.Target);
        TargetKind kind = settings.Kind ?? KindOf(target, survey.Rows);
        CheckTarget(target, kind, survey.Rows, settings.File);

        var notes = new List<string>();
        List<string> features = [], categorical = [];
        foreach (CsvColumnSurvey column in survey.Columns.Where(column => column.Name != settings.Target))
            Choose(column);
        if (features.Count == 0)
            throw new InvalidDataException($"{settings.File}: expected columns to predict {settings.Target} from; {string.Join("; ", notes)}.");
        notes.Insert(0, $"{settings.Target} is predicted as {(kind == TargetKind.Classification ? "a class" : "a number")}"
            + (settings.Kind is null ? " (--kind says otherwise)" : ""));
        return new ColumnChoice(
            new CsvOptions
            {
                Target = settings.Target, Features = features, Categorical = categorical, Classification = kind == TargetKind.Classification,
                Missing = Missing.Median, MissingTexts = MissingTexts, Delimiter = settings.Delimiter,
            },
            notes);

        void Choose(CsvColumnSurvey column)
        {
            string? leftOut = settings.Ignore.Contains(column.Name) ? "as was asked for"
                : column.Numbers + column.Texts == 0 ? "it is empty"
                : column.Distinct == 1 ? "all its cells are the same"
                : column.Texts > 0 && column.Distinct > MostCategories
                    ? $"it has text, such as \"{column.FirstText}\", and {(column.Distinct < CsvSurvey.MostDistinct ? $"{column.Distinct}" : "very many")} different ones"
                    : null;
            if (leftOut != null)
            {
                notes.Add($"{column.Name} is left out: {leftOut}");
                return;
            }
            features.Add(column.Name);
            if (column.Texts > 0)
            {
                categorical.Add(column.Name);
                notes.Add($"{column.Name} has {column.Distinct} categories");
            }
            if (column.Missing > 0)
                notes.Add($"{column.Name} has {column.Missing} gaps, {(column.Texts > 0 ? "which are no category" : "filled with the median")}");
        }
    }

    // text is a class, and so are few whole numbers that come again and again; a text among very different numbers is an error of the file
    private static TargetKind KindOf(CsvColumnSurvey target, long rows)
    {
        bool comesAgain = target.Distinct <= MostClasses && rows >= (long)LeastRowsOfClass * target.Distinct;
        return target.Texts > target.Numbers || comesAgain && (target.Texts > 0 || target.AreWhole)
            ? TargetKind.Classification : TargetKind.Regression;
    }

    private static void CheckTarget(CsvColumnSurvey target, TargetKind kind, long rows, string file)
    {
        if (target.Distinct <= 1)
        {
            throw new InvalidDataException(
                $"{file}: expected different values of {target.Name} to predict; {(target.Distinct == 0 ? "all are missing" : "all are the same")}.");
        }
        if (kind == TargetKind.Classification && rows < (long)LeastRowsOfClass * target.Distinct)
        {
            throw new InvalidDataException(
                $"{file}: expected at least {LeastRowsOfClass} rows for each class of {target.Name}; there are {rows} rows for "
                + $"{(target.Distinct < CsvSurvey.MostDistinct ? "" : "at least ")}{target.Distinct} classes"
                + (target.IsNumeric ? ". As a number it is predicted with --kind Regression." : "."));
        }
    }
}
