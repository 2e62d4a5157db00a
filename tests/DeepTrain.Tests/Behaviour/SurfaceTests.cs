using System.Reflection;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>What a compiled network says of itself.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public void Parameters_have_canonical_names_and_shapes_in_layer_order()
    {
        (string, int[], bool)[] expected =
        [
            ("first.weight", [4, 6], true), ("first.bias", [4], true),
            ("batchnorm1.weight", [4], true), ("batchnorm1.bias", [4], true),
            ("batchnorm1.running_mean", [4], false), ("batchnorm1.running_var", [4], false),
            ("prelu1.weight", [4], true),
            ("dense2.weight", [5, 4], true),
            ("prelu2.weight", [1], true),
            ("maxout1.weight", [4, 3, 5], true), ("maxout1.bias", [4, 3], true),
            ("last.weight", [3], true), ("last.bias", [3], true),
            ("last.running_mean", [3], false), ("last.running_var", [3], false),
        ];
        ParameterList parameters = BehaviourNetworks.Create("Named").Parameters;
        Assert.Equal(expected.Select(e => e.Item1), parameters.Select(parameter => parameter.Name));
        foreach ((string name, int[] shape, bool isTrainable) in expected)
        {
            Assert.Equal(shape, parameters[name].Shape);
            Assert.Equal(shape.Aggregate(1, (product, extent) => product * extent), parameters[name].Length);
            Assert.Equal(isTrainable, parameters[name].IsTrainable);
        }
    }

    [Fact]
    public void Parameters_give_back_what_they_are_given_and_predictions_use_it()
    {
        INetwork network = BehaviourNetworks.Create("Named");
        Batch batch = BehaviourNetworks.Draw("Named", 3);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] given = [.. Enumerable.Range(0, parameter.Length).Select(i => 1 + i / 8f)];
            parameter.CopyFrom(given);
            var back = new float[given.Length];
            parameter.CopyTo(back);
            Assert.Equal(given, back);
        }

        var outputs = new float[3 * network.OutputSize];
        network.Predict(batch.Inputs, outputs);
        double[] expected = new ReferenceNetwork(BehaviourNetworks.Plan("Named"), 1).CopyFrom(network).Predict(batch).Flat();
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(expected[i], outputs[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])));
    }

    [Fact]
    public void The_description_lists_layers_shapes_parameters_and_costs()
    {
        NetworkDescription description = BehaviourNetworks.Create("Named").Description;
        Assert.Equal("Named", description.Name);
        Assert.Equal(
            ["first", "batchnorm1", "prelu1", "dense2", "prelu2", "maxout1", "last"],
            description.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["Dense", "BatchNorm", "PReLU", "Dense", "PReLU", "Maxout", "BatchNorm"],
            description.Layers.Select(layer => layer.Kind));
        Assert.Equal([4, 4, 4, 5, 5, 3, 3], description.Layers.Select(layer => layer.OutputSize));
        Assert.Equal([28, 8, 4, 20, 1, 72, 6], description.Layers.Select(layer => layer.ParameterCount));
        Assert.Equal([24L, 0, 0, 20, 0, 60, 0], description.Layers.Select(layer => layer.MultiplyAdds));
        Assert.All(description.Layers, layer => Assert.Equal([layer.OutputSize], layer.OutputShape));
        Assert.Equal(
            (6, 3, 139, 104L),
            (description.InputSize, description.OutputSize, description.ParameterCount, description.MultiplyAdds));
        Assert.Equal([6], description.InputShape);
        Assert.Contains("MeanSquaredError", description.Loss, StringComparison.Ordinal);
        Assert.Equal(LossKind.MeanSquaredError, description.LossKind);
        Assert.Contains("AdamW", description.Optimizer, StringComparison.Ordinal);
        Assert.True(description.TrainingBytes(2) > description.TrainingBytes(1));
        // parameters, gradients and Adam's two means at least
        Assert.True(description.TrainingBytes(1) >= 4 * 4 * 139);
    }

    [Fact]
    public void The_instance_and_the_class_say_the_same()
    {
        foreach (NetworkPlan plan in BehaviourNetworks.Plans)
        {
            INetwork network = BehaviourNetworks.Create(plan.Name);
            Type type = network.GetType();
            Assert.Equal(plan.Inputs, network.InputSize);
            Assert.Equal(plan.Outputs, network.OutputSize);
            Assert.Equal(
                network.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length),
                network.ParameterCount);
            Assert.Equal(network.ParameterCount, network.Description.ParameterCount);
            Assert.Equal(network.InputSize, Constant(type, "InputSize"));
            Assert.Equal(network.OutputSize, Constant(type, "OutputSize"));
            Assert.Equal(network.ParameterCount, Constant(type, "ParameterCount"));
            PropertyInfo shared = type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!;
            Assert.Same(network.Description, shared.GetValue(null));
            Assert.Equal(plan.Optimizer.LearningRate, network.LearningRate);
        }
    }

    [Fact]
    public void Label_overloads_are_public_only_where_the_loss_takes_labels()
    {
        Type[] withLabels = [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<int>)];
        foreach (NetworkPlan plan in BehaviourNetworks.Plans)
        {
            bool takesLabels = plan.Loss.Classes(plan.Outputs) > 0;
            Type type = BehaviourNetworks.Compiled.TypeOf(plan.Name);
            Assert.Equal(takesLabels, type.GetMethod("TrainBatch", withLabels) is not null);
            Assert.Equal(takesLabels, type.GetMethod("Loss", withLabels) is not null);
        }
    }

    [Theory]
    [InlineData("Seeded")]
    [InlineData("BinaryClassifier")]
    [InlineData("Classifier")]
    public void A_network_is_created_by_its_type_alone(string name)
    {
        MethodInfo made = typeof(SurfaceTests).GetMethod(nameof(Made), BindingFlags.NonPublic | BindingFlags.Static)!;
        Type type = BehaviourNetworks.Compiled.TypeOf(name);
        var network = (INetwork)made.MakeGenericMethod(type).Invoke(null, [7UL])!;

        Assert.IsType(type, network);
        Assert.Equal(Bits.OfFile(BehaviourNetworks.Create(name, 7)), Bits.OfFile(network));
        Assert.Equal(BehaviourNetworks.Plan(name).Loss.Kind, network.Description.LossKind.ToString());
    }

    private static TNetwork Made<TNetwork>(ulong seed)
        where TNetwork : INetwork<TNetwork> => TNetwork.Create(seed);

    private static int Constant(Type type, string name) =>
        (int)type.GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
}
