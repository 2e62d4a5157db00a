using System.Globalization;
using DeepTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    switch (args.FirstOrDefault("train"))
    {
        case "train":
            DigitsOnRanks.Train(folder: args.ElementAtOrDefault(1));
            return 0;
        case "plan":
            Plan.Show();
            return 0;
        default:
            Console.Error.WriteLine("Usage: Cluster [train [folder of the checkpoint] | plan]");
            return 2;
    }
}
// what other ranks or the cluster did: the message says it all
catch (Exception error) when (error is DistributedException or MpiException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
