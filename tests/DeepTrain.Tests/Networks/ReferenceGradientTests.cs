using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>The reference proven: its gradients are the slopes of its own loss.</summary>
public sealed class ReferenceGradientTests
{
    private const int Most = 40, ManyParameters = 10_000;

    public static TheoryData<string> Networks => Catalogue.Names(Catalogue.All);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Each_gradient_is_the_central_difference_of_the_loss(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        foreach (int rows in new[] { 1, 2, 6 })
        {
            ReferenceNetwork reference = RandomWeights.In(new ReferenceNetwork(plan, 5), 11);
            Batch batch = DrawClearOfKinks(plan, reference, rows);
            reference.Inspect(batch);
            foreach (ReferenceParameter parameter in reference.Parameters.Where(parameter => parameter.IsTrainable))
                CheckParameter(plan, reference, batch, parameter);
        }
    }

    [Fact]
    public void Randomly_drawn_networks_have_gradients_that_are_directional_differences()
    {
        foreach (NetworkPlan plan in RandomPlans.Draw(60))
        {
            ReferenceNetwork reference = RandomWeights.In(new ReferenceNetwork(plan, 5), 13);
            var random = new Random(17);
            // some batches cross a kink between the two losses: then another is drawn
            bool found = Enumerable.Range(0, 20).Any(_ => CheckDirection(plan, reference, random));
            Assert.True(found, plan.Declaration);
        }
    }

    private static void CheckParameter(NetworkPlan plan, ReferenceNetwork reference, Batch batch, ReferenceParameter parameter)
    {
        const double step = 1e-5;
        // a loss of images, or of many weights, takes long: of large tensors some numbers, drawn anew for each
        bool isLong = plan.Image is not null || reference.Parameters.Sum(other => other.Values.Length) > ManyParameters;
        int[] chosen = [.. Enumerable.Range(0, parameter.Values.Length)];
        if (isLong && chosen.Length > Most)
        {
            new Random(chosen.Length).Shuffle(chosen);
            chosen = chosen[..Most];
        }

        var differences = new double[chosen.Length];
        for (int index = 0; index < chosen.Length; index++)
        {
            int i = chosen[index];
            double value = parameter.Values[i];
            double LossAt(double offset)
            {
                parameter.Values[i] = value + offset;
                return reference.TrainingLossAfterChange(parameter, batch);
            }

            // the five-point rule: batch norm of two rows bends too sharply for the three-point one
            differences[index] = (8 * (LossAt(step) - LossAt(-step)) - (LossAt(2 * step) - LossAt(-2 * step))) / (12 * step);
            parameter.Values[i] = value;
        }

        double[] gradient = [.. chosen.Select(i => parameter.Gradient[i])];
        double error = Agreement.Norm([.. differences.Zip(gradient, (a, b) => a - b)]);
        // a difference of two losses near 1 knows 11 digits after the point
        double allowed = 1e-6 * Agreement.Norm(gradient) + 1e-9 * Math.Sqrt(differences.Length);
        Assert.True(error <= allowed, $"{plan.Name}, {parameter.Name}: off by {error:g3}, allowed {allowed:g3}.");
    }

    private static bool CheckDirection(NetworkPlan plan, ReferenceNetwork reference, Random random)
    {
        const double step = 1e-6;
        Batch batch = Batch.Draw(plan, 1 + random.Next(6), random);
        double loss = reference.Inspect(batch);
        ReferenceParameter[] trainable = [.. reference.Parameters.Where(parameter => parameter.IsTrainable)];
        double[][] directions = [.. trainable.Select(p => p.Values.Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        double slope = 0, size = 0;
        for (int p = 0; p < trainable.Length; p++)
        {
            slope += trainable[p].Gradient.Zip(directions[p], (g, d) => g * d).Sum();
            size += trainable[p].Gradient.Sum(g => g * g);
        }

        void Move(double by)
        {
            for (int p = 0; p < trainable.Length; p++)
            {
                for (int i = 0; i < directions[p].Length; i++)
                    trainable[p].Values[i] += by * directions[p][i];
            }
        }

        Move(step);
        double above = reference.TrainingLoss(batch, out IReadOnlyList<double> kinksAbove);
        Move(-2 * step);
        double below = reference.TrainingLoss(batch, out IReadOnlyList<double> kinksBelow);
        Move(step);
        if (!kinksAbove.Zip(kinksBelow).All(pair => Math.Sign(pair.First) == Math.Sign(pair.Second)))
            return false;
        double error = Math.Abs((above - below) / (2 * step) - slope);
        double allowed = 1e-5 * Math.Sqrt(size) + 1e-8 * Math.Max(1, Math.Abs(loss));
        Assert.True(error <= allowed, $"off by {error:g3}, allowed {allowed:g3}:\n{plan.Declaration}");
        return true;
    }

    private static Batch DrawClearOfKinks(NetworkPlan plan, ReferenceNetwork reference, int rows)
    {
        var random = new Random(3);
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            Batch batch = Batch.Draw(plan, rows, random);
            reference.TrainingLoss(batch, out IReadOnlyList<double> kinks);
            if (kinks.All(distance => Math.Abs(distance) > 1e-4 || distance == 0))
                return batch;
        }

        throw new InvalidOperationException($"{plan.Name} has a kink in each of 1000 batches.");
    }
}
