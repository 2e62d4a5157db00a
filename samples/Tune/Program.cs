using System.Globalization;
using System.Text;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
const string Help = """
    search [folder] [parallel]   rate, regularisation and one of three classes of networks on the digits; started again, it goes
                                 on. Several of them, on several machines, may share the folder (default: tune/)
    activations [repeats]        five activations on the wines, by repeated cross-validation
    strategies [seeds]           Bayesian search and halving against random search, on three tasks
    ensembles [runs]             what an ensemble gains on the digits

    """;
switch (args)
{
    case []:
        await SettingSearch.RunAsync("tune", 2);
        return 0;
    case ["search", .. string[] rest] when rest.Length <= 2 && Number(rest, 1, 2) is int parallel:
        await SettingSearch.RunAsync(rest.ElementAtOrDefault(0) ?? "tune", parallel);
        return 0;
    case ["activations", .. string[] rest] when rest.Length <= 1 && Number(rest, 0, 10) is int repeats:
        ActivationComparison.Run(repeats);
        return 0;
    case ["strategies", .. string[] rest] when rest.Length <= 1 && Number(rest, 0, 10) is int seeds:
        await StrategyComparison.RunAsync(seeds);
        return 0;
    case ["ensembles", .. string[] rest] when rest.Length <= 1 && Number(rest, 0, 20) is int runs and > 1:
        EnsembleComparison.Run(runs);
        return 0;
    default:
        Console.Error.Write(Help);
        return 1;
}

// from 1; null for what is none
static int? Number(string[] arguments, int place, int otherwise) => place >= arguments.Length ? otherwise
    : int.TryParse(arguments[place], CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
