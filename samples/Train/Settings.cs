using System.CommandLine;

/// <summary>What was asked for on the command line.</summary>
/// <param name="File">The CSV file.</param>
/// <param name="Target">The column to predict.</param>
/// <param name="Kind">Whether the target is a class; null: as it looks.</param>
/// <param name="Ignore">Columns that are left out.</param>
/// <param name="Size">The network's size; null: as suits the rows.</param>
/// <param name="TimeOrdered">Whether later rows are tested on, as in forecasts.</param>
/// <param name="Epochs">How often all rows are seen at most.</param>
/// <param name="Seed">Of the split, the weights and orders.</param>
/// <param name="Delimiter">Between cells.</param>
/// <param name="Out">The folder for what is made.</param>
public sealed record Settings(
    string File, string Target, TargetKind? Kind, IReadOnlyList<string> Ignore, NetworkSize? Size, bool TimeOrdered, int Epochs, int Seed,
    char Delimiter, string Out)
{
    /// <summary>Runs with the settings of a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Parse(string[] args, Func<Settings, int> run)
    {
        Argument<string> file = new("file") { Description = "A CSV file whose first line names the columns." };
        Option<string> target = new("--target") { Description = "The column to predict.", Required = true };
        Option<TargetKind?> kind = new("--kind") { Description = "Regression (a number) or Classification; else as the column looks." };
        Option<string[]> ignore = new("--ignore")
        {
            Description = "Columns to leave out, such as numbers of rows.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        Option<NetworkSize?> size = new("--size") { Description = "Small, Medium or Deep; else as suits the number of rows." };
        Option<bool> timeOrdered = new("--time-ordered") { Description = "Test on the last rows instead of on random ones, as is due to forecasts." };
        Option<int> epochs = new("--epochs") { Description = "How often all rows are seen, at most.", DefaultValueFactory = _ => 200 };
        Option<int> seed = new("--seed") { Description = "Of the split, the weights and orders.", DefaultValueFactory = _ => 1 };
        Option<string> delimiter = new("--delimiter") { Description = "Between cells: one character, or tab.", DefaultValueFactory = _ => "," };
        Option<string> folder = new("--out") { Description = "The folder for what is made.", DefaultValueFactory = _ => "trained" };
        AtLeast(epochs, 1);
        AtLeast(seed, 0);
        delimiter.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("tab" or { Length: 1 }))
                result.AddError("Expected one character in --delimiter, or tab.");
        });
        RootCommand command = new("Trains a network on a CSV file, and writes the network, its source and a page about it.")
        {
            file, target, kind, ignore, size, timeOrdered, epochs, seed, delimiter, folder,
        };
        command.SetAction(parsed => run(new Settings(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(target), parsed.GetValue(kind), parsed.GetValue(ignore)!, parsed.GetValue(size),
            parsed.GetValue(timeOrdered), parsed.GetValue(epochs), parsed.GetValue(seed),
            parsed.GetValue(delimiter) is "tab" ? '\t' : parsed.GetValue(delimiter)![0], parsed.GetValue(folder)!)));
        return command.Parse(args).Invoke();
    }

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is int number && number < least)
            result.AddError($"Expected {option.Name} of at least {least}; it is {number}.");
    });
}
