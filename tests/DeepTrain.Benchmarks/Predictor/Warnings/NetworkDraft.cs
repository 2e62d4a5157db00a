using System.Globalization;
using System.Text;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network as somebody is about to write it, before it is put on a problem.</summary>
internal sealed class NetworkDraft
{
    /// <summary>Which of the ways to draw it came from.</summary>
    public string Group { get; set; } = "";

    /// <summary>What was done to it, in words.</summary>
    public List<string> Mistakes { get; } = [];

    /// <summary>Steps before all weights.</summary>
    public List<string> Head { get; } = [];

    public List<DraftLayer> Hidden { get; } = [];

    /// <summary>Arguments of the last weights.</summary>
    public Dictionary<string, string> Output { get; } = [];

    /// <summary>
    /// Steps behind the last weights; <c>probability</c> stands for what makes probabilities of them.
    /// </summary>
    public List<string> Tail { get; } = [];

    public string Optimizer { get; set; } = "Adam";

    public Dictionary<string, string> OptimizerArguments { get; } = [];

    public int? Batch { get; set; }

    public DataScale Scale { get; set; } = new();

    /// <summary>Arguments of all weights.</summary>
    public IEnumerable<Dictionary<string, string>> AllWeights => Hidden.Select(layer => layer.Arguments).Append(Output);

    public static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";

    /// <summary>The declaration of a class that states training and data, one step to a line.</summary>
    public string Declare(string className, Problem problem)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[Network({string.Join(", ", Facts(problem))})]\n[Input({problem.Inputs})]\n");
        foreach (string step in Head)
            text.Append('[').Append(step).Append("]\n");
        foreach (DraftLayer layer in Hidden)
        {
            text.Append('[').Append(Step("Dense", layer.Units.ToString(CultureInfo.InvariantCulture), layer.Arguments)).Append("]\n");
            foreach (string step in layer.Followers)
                text.Append('[').Append(step).Append("]\n");
        }

        text.Append('[').Append(Step("Dense", problem.Outputs.ToString(CultureInfo.InvariantCulture), Output)).Append("]\n");
        string probability = problem.Loss == "SoftmaxCrossEntropy" ? "Softmax" : "Sigmoid";
        foreach (string step in Tail)
            text.Append('[').Append(step == "probability" ? probability : step).Append("]\n");
        text.Append(CultureInfo.InvariantCulture, $"[{problem.Loss}]\n[{Step(Optimizer, "", OptimizerArguments)}]\n");
        return text.Append(CultureInfo.InvariantCulture, $"public partial class {className};\n").ToString();
    }

    private IEnumerable<string> Facts(Problem problem)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"Steps = {problem.Steps}, BatchSize = {problem.Batch}");
        if (Scale.InputMean != 0 || Scale.InputStd != 1)
            yield return $"InputMean = {Number(Scale.InputMean)}, InputStd = {Number(Scale.InputStd)}";
        if (problem.IsRegression && (Scale.TargetMean != 0 || Scale.TargetStd != 1))
            yield return $"TargetMean = {Number(Scale.TargetMean)}, TargetStd = {Number(Scale.TargetStd)}";
    }

    private static string Step(string name, string first, Dictionary<string, string> arguments)
    {
        string all = string.Join(", ", arguments.Select(each => $"{each.Key} = {each.Value}").Prepend(first).Where(part => part != ""));
        return all == "" ? name : $"{name}({all})";
    }
}

/// <summary>A hidden layer: its units, the arguments of its weights, and the steps behind it.</summary>
internal sealed class DraftLayer(int units)
{
    public int Units { get; set; } = units;

    public Dictionary<string, string> Arguments { get; } = [];

    public List<string> Followers { get; } = [];
}
