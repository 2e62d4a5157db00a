// The predictions in ONNX Runtime, for a comparison in turn. Reads one workload a line as JSON, {"key", "pass", "rows", "seconds"}, and
// answers with one line, {"us", "variant"}: the median of the faster way. The networks are the files KEY.onnx of a folder.
//
//     dotnet run -c Release -- FOLDER [THREADS]

using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args[0];
using var options = new SessionOptions
{
    IntraOpNumThreads = int.Parse(args.ElementAtOrDefault(1) ?? "1"), InterOpNumThreads = 1,
    GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
};
var web = new JsonSerializerOptions(JsonSerializerDefaults.Web);
Console.WriteLine(JsonSerializer.Serialize(new { ready = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}" }));
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

Reply Answer(Request request)
{
    using var session = new InferenceSession(Path.Combine(folder, request.Key + ".onnx"), options);
    string input = session.InputNames.Single(), output = session.OutputNames.Single();
    float[] x = new float[request.Rows * Size(session.InputMetadata[input])], y = new float[request.Rows * Size(session.OutputMetadata[output])];
    var random = new Random(1);
    for (int i = 0; i < x.Length; i++)
        x[i] = 2 * random.NextSingle() - 1;
    using OrtValue inputs = Value(x, session.InputMetadata[input]), outputs = Value(y, session.OutputMetadata[output]);
    using var run = new RunOptions();
    using OrtIoBinding binding = session.CreateIoBinding();
    binding.BindInput(input, inputs);
    binding.BindOutput(output, outputs);
    string[] inputNames = [input], outputNames = [output];
    OrtValue[] inputValues = [inputs], outputValues = [outputs];
    bool isChained = request.Pass == "PredictChained";
    (string Name, Action Run)[] ways =
    [
        ("bound", () => session.RunWithBinding(run, binding)),
        ("values", () => session.Run(run, inputNames, inputValues, outputNames, outputValues)),
    ];
    (double us, string name) = ways.Select(way => (Timing.Median(() =>
    {
        way.Run();
        if (isChained)
            x[0] = y[0];
    }, request.Seconds / ways.Length), way.Name)).Min();
    return new Reply(us, name);

    OrtValue Value(float[] numbers, NodeMetadata of) => OrtValue.CreateTensorValueFromMemory(
        numbers, [request.Rows, .. of.Dimensions.Skip(1).Select(length => (long)length)]);
}

static int Size(NodeMetadata of) => of.Dimensions.Skip(1).Aggregate(1, (size, length) => size * length);

internal sealed record Request(string Key, string Pass, int Rows, double Seconds);
internal sealed record Reply(double Us, string Variant);
