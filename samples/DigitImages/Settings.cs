using System.CommandLine;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Data">A folder of IDX or CIFAR-10 files; null for the digits of this sample.</param>
/// <param name="Seed">Of the split, the weights, orders and augmentation.</param>
/// <param name="Epochs">How often all pictures are seen; null for as often as suits them.</param>
/// <param name="Plain">Whether pictures stay as they are.</param>
/// <param name="Threads">Of a training step.</param>
/// <param name="Sheet">Where to show what augmentation does; null for nowhere.</param>
/// <param name="Save">Where the trained network goes; null for nowhere.</param>
/// <param name="Report">Where the page about the run goes; null for nowhere.</param>
public sealed record Settings(string? Data, int Seed, int? Epochs, bool Plain, int Threads, string? Sheet, string? Save, string? Report)
{
    /// <summary>Runs with the settings of a command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Parse(string[] args, Func<Settings, int> run)
    {
        Option<string?> data = new("--data") { Description = "A folder of IDX files, as MNIST's, or of CIFAR-10's; else digits of 8 x 8 pixels." };
        Option<int> seed = new("--seed") { Description = "Of the split, the weights, orders and augmentation.", DefaultValueFactory = _ => 1 };
        Option<int?> epochs = new("--epochs") { Description = "How often all pictures are seen." };
        Option<bool> plain = new("--plain") { Description = "Without augmentation." };
        Option<int> threads = new("--threads") { Description = "Threads of a training step.", DefaultValueFactory = _ => 1 };
        Option<string?> sheet = new("--sheet") { Description = "Writes a PNG that shows what augmentation makes of the pictures." };
        Option<string?> save = new("--save") { Description = "Writes the trained network." };
        Option<string?> report = new("--report") { Description = "Writes an HTML page about the run." };
        AtLeast(seed, 0);
        AtLeast(epochs, 1);
        AtLeast(threads, 1);
        RootCommand command = new("Trains a convolutional network on pictures of digits, or of your own.")
        {
            data, seed, epochs, plain, threads, sheet, save, report,
        };
        command.SetAction(parsed => run(new Settings(
            parsed.GetValue(data), parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(plain), parsed.GetValue(threads),
            parsed.GetValue(sheet), parsed.GetValue(save), parsed.GetValue(report))));
        return command.Parse(args).Invoke();
    }

    private static void AtLeast<T>(Option<T> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is int number && number < least)
            result.AddError($"Expected {option.Name} of at least {least}; it is {number}.");
    });
}
