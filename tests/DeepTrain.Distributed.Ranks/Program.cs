using System.Globalization;
using DeepTrain;
using DeepTrain.Distributed.Ranks;

// What a rank does: verb, then settings as name=value.
var settings = args.Skip(1).Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
CultureInfo culture = CultureInfo.InvariantCulture;
string Text(string name, string otherwise) => settings.GetValueOrDefault(name, otherwise);
int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(culture)), culture);
try
{
    using Communicator communicator = Mpi.Start(new MpiOptions
    {
        Library = settings.GetValueOrDefault("library"), Timeout = TimeSpan.FromMinutes(5),
        StartTimeout = TimeSpan.FromMinutes(5),
    });
    switch (args[0])
    {
        case "fit":
            RankProgram.Fit(communicator, Text("folder", "."), Text("variants", "classes").Split(','), Number("shards", 8));
            break;
        case "resume":
            RankProgram.Resume(
                communicator, Text("folder", "."), Text("variant", "classes"), Number("shards", 8), Number("epochs", 40),
                Number("every", 0));
            break;
        case "calls":
            RankProgram.Calls(communicator);
            break;
        case "fail":
            RankProgram.Fail(communicator, Text("how", "throw"), Number("rank", 1), TimeSpan.FromSeconds(Number("timeout", 300)));
            break;
        case "search":
            communicator.Timeout = TimeSpan.FromSeconds(Number("timeout", 300));
            foreach (string variant in Text("variants", "random").Split(','))
                SearchTask.Write(communicator, Text("folder", "."), variant, Text("kept", "no") == "yes", Number("victim", -1));
            break;
        case "time":
            RankProgram.Time(communicator, Number("length", 1 << 20), Number("shards", communicator.Size));
            break;
        case "measure":
            foreach (string network in Text("networks", "c").Split(','))
            {
                Measurement.Run(
                    communicator, network, Number("batch", 256), Number("shards", communicator.Size), Number("seconds", 5));
            }
            break;
        default:
            throw new ArgumentException($"Expected a verb; it is {args[0]}.");
    }
    return 0;
}
catch (Exception error) when (error is DistributedException or MpiException or ArgumentException or InvalidOperationException or IOException)
{
    // one write, so that lines of ranks do not mix
    Console.Error.Write($"{error.GetType().Name}: {error.Message}\n");
    // a launcher ends all ranks when the first has ended: what they have to say comes before
    Thread.Sleep(1000);
    return 3;
}
