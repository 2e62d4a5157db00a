using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Onnx;

/// <summary>Every layer and every loss, exported and run by ONNX Runtime.</summary>
public sealed class OnnxExportTests
{
    private static readonly IReadOnlyList<NetworkPlan> Plans = [.. Catalogue.Layers, .. Catalogue.Losses, .. Catalogue.Images];

    public static TheoryData<string> Networks => Catalogue.Names(Plans);

    public static TheoryData<string> CrossEntropies => Catalogue.Names(
        Plans.Where(plan => plan.Loss is BinaryCrossEntropy or SoftmaxCrossEntropy));

    [Fact]
    public void Every_kind_of_layer_is_among_the_networks()
    {
        IEnumerable<Type> kinds = typeof(LayerPlan).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerPlan)) && !type.IsAbstract);
        Assert.Superset(kinds.ToHashSet(), Plans.SelectMany(plan => plan.Layers).Select(layer => layer.GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Predictions_are_those_of_the_network(string name)
    {
        INetwork network = MovedParameters.Of(Catalogue.Create(name));
        using var session = new OnnxSession(network);
        foreach (int rows in new[] { 1, 2, 33 })
            OnnxAgreement.Check(network, session, Batch.Draw(Catalogue.Plan(name), rows, new Random(rows)).Inputs);
    }

    [Theory]
    [MemberData(nameof(CrossEntropies))]
    public void Logits_are_what_probabilities_are_made_of(string name)
    {
        INetwork network = MovedParameters.Of(Catalogue.Create(name));
        float[] inputs = Batch.Draw(Catalogue.Plan(name), 9, new Random(3)).Inputs;
        float[] probabilities = new float[9 * network.OutputSize];
        network.Predict(inputs, probabilities);
        using var session = new OnnxSession(network, new OnnxOptions { Output = OnnxOutput.Logits });
        float[] logits = session.Run(inputs);
        Assert.Contains(logits, logit => logit is < 0 or > 1);
        float[] expected = network.Description.LossKind == LossKind.SoftmaxCrossEntropy
            ? [.. logits.Chunk(network.OutputSize).SelectMany(Softmax)]
            : [.. logits.Select(logit => (float)(1 / (1 + Math.Exp(-(double)logit))))];
        OnnxAgreement.Check(name, expected, probabilities);
    }

    private static IEnumerable<float> Softmax(float[] logits)
    {
        double sum = logits.Sum(logit => Math.Exp(logit - (double)logits.Max()));
        return logits.Select(logit => (float)(Math.Exp(logit - (double)logits.Max()) / sum));
    }
}
