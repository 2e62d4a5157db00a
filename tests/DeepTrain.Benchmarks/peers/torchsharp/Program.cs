// The workloads in TorchSharp (libtorch with MKL and oneDNN), for a comparison in turn. Reads one workload a line as JSON,
// {"key", "pass", "rows", "seconds"}, and answers with one line, {"us", "variant", "parameters"}: the median of the fastest
// way, its name, and the trainable numbers. "--table" measures everything and ends.
//
//     dotnet TorchSharpPeer.dll [--threads 1] [--table [--seconds 0.3] [--only KEY]] [--verbose]

using System.Globalization;
using System.Text.Json;
using TorchSharp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at ? args[at + 1] : null;
torch.set_num_threads(int.Parse(Option("--threads") ?? "1"));
torch.manual_seed(1);
if (args.Contains("--table"))
    Table(double.Parse(Option("--seconds") ?? "0.3"), Option("--only"));
else
    Serve();

void Table(double seconds, string? only)
{
    (string Key, string Pass, int[] Rows)[] all =
    [
        ("a", "Predict", [1]), ("a", "PredictChained", [1]), ("a", "Train", [1, 8]), ("b", "Predict", [1, 32]),
        ("b", "Train", [32, 64]), ("c", "Train", [128]), ("c plain Adam", "Train", [128]), ("c plain SGD", "Train", [128]),
        ("chains", "Train", [32]), ("odd", "Train", [33]), ("d", "Predict", [1, 32]), ("d", "Train", [32]), ("lenet", "Predict", [1, 32]), ("lenet", "Train", [32]),
        ("cifar", "Predict", [1, 32]), ("cifar", "Train", [32]),
        ("wide 512", "Train", [128]), ("wide 1024", "Train", [128]), ("wide 2000", "Predict", [128]), ("wide 2000", "Train", [128]),
        ("wide 4000", "Train", [128]), ("c", "Train", [1024, 4096]), ("c", "Predict", [1, 128]),
    ];
    foreach ((string key, string pass, int[] counts) in all.Where(line => only is null ? line.Key[0] != 'w' && line.Rows[0] != 1024 : line.Key.StartsWith(only)))
    {
        foreach (int rows in counts)
        {
            Reply reply = Answer(new Request(key, pass, rows, seconds));
            Console.WriteLine($"{key,-14} {pass,-15} {rows,4} {reply.Us,10:F2} us  {reply.Variant}");
        }
    }
}

void Serve()
{
    var web = new JsonSerializerOptions(JsonSerializerDefaults.Web);
    Console.WriteLine(JsonSerializer.Serialize(new { ready = $"TorchSharp, libtorch {torch.__version__}" }));
    while (Console.ReadLine() is { } line)
    {
        try
        {
            Console.WriteLine(JsonSerializer.Serialize(Answer(JsonSerializer.Deserialize<Request>(line, web)!), web));
        }
        catch (Exception error)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { error = error.Message }));
        }
    }
}
Reply Answer(Request request)
{
    Network network = Network.All[request.Key];
    var ways = request.Pass == "Train"
        ? Ways.Train(network, request.Rows)
        : Ways.Predict(network, request.Rows, request.Pass == "PredictChained");
    var times = new List<(double Us, string Name)>();
    foreach ((string name, Action run) in ways)
    {
        times.Add((Timing.Median(run, request.Seconds), name));
        if (args.Contains("--verbose"))
            Console.Error.WriteLine($"  {request.Key} {request.Pass} {request.Rows}: {times[^1].Us:F2} us {name}");
    }
    (double us, string variant) = times.Min();
    using var scope = torch.NewDisposeScope();
    return new Reply(us, variant, network.Create().parameters().Sum(parameter => parameter.numel()));
}

internal sealed record Request(string Key, string Pass, int Rows, double Seconds);
internal sealed record Reply(double Us, string Variant, long Parameters);
