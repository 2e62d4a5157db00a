using System.Runtime.Intrinsics;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>
/// Very long batches: the same few rows again and again, so that the mean loss and its gradients are those of the few, which
/// the reference computes in double precision.
/// </summary>
public sealed class LongBatchTests
{
    // PyTorch's weight gradients are off by 4e-6 with 1e5 rows and by 4e-5 with 1e6
    private const double Bound = 2e-6;

    private const int FewRows = 4;

    private static readonly MeanSquaredError Square = new();
    private static readonly SGD PlainSGD = new();

    private static readonly IReadOnlyList<NetworkPlan> Plans =
    [
        new("LongStraightLine", 6, [new Dense(9), new Tanh(), new Dense(3)], Square, PlainSGD),
        new("LongStraightLineClipped", 6, [new Dense(9), new Tanh(), new Dense(3)], Square, new SGD { ClipNorm = 100f }),
        new("LongLoops", 90, [new Dense(70), new Tanh(), new Dense(33) { L2 = 0.01f }, new Tanh(), new Dense(2)],
            Square, PlainSGD),
        new("LongLoopsClipped", 90, [new Dense(70), new Tanh(), new Dense(33) { L1 = 0.01f }, new Tanh(), new Dense(2)],
            Square, new SGD { ClipNorm = 100f }),
        new("LongMaxout", 20, [new Maxout(40, 3), new Maxout(3, 2)], Square, PlainSGD),
        new("LongBatchNorm", 6,
            [new Dense(9), new BatchNorm(), new Tanh(), new Dense(5), new BatchNorm(), new Sigmoid(), new Dense(2)],
            Square, PlainSGD),
        new("LongPReLU", 6,
            [new Dense(9), new PReLU(), new Dense(5), new BatchNorm(), new PReLU { PerUnit = true }, new Dense(2)],
            Square, PlainSGD),
        new("LongSoftmax", 6, [new Dense(9), new ReLU(), new Dense(5), new Softmax(), new Dense(4)],
            new SoftmaxCrossEntropy(), PlainSGD),
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source(Plans));

    public static TheoryData<string> Networks => Catalogue.Names(Plans);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_of_a_hundred_thousand_rows_are_those_of_the_few_rows_they_repeat(string name) =>
        Check(name, Vector256.IsHardwareAccelerated ? 100_000 : 4_000);

    [Theory]
    [InlineData("LongStraightLine")]
    [InlineData("LongPReLU")]
    public void Gradients_of_a_million_rows_are_too(string name) =>
        Check(name, Vector256.IsHardwareAccelerated ? 1_000_000 : 8_000);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_long_batches_leaves_the_bits_of_compute_and_apply_for_any_number_of_threads(string name)
    {
        uint[][] all = [.. new[] { (1, true), (1, false), (3, true), (2, false) }.Select(way =>
        {
            (int threads, bool atOnce) = way;
            INetwork network = Compiled.Create(name, 3);
            network.Threads = threads;
            foreach (int rows in new[] { 1025, 40, 1500, 1024 })
            {
                Batch batch = Batch.Draw(Plan(name), rows, new Random(rows));
                if (atOnce)
                {
                    network.TrainBatch(batch.Inputs, batch.Targets);
                    Assert.Throws<InvalidOperationException>(network.ApplyGradients);
                    continue;
                }

                network.ComputeGradients(batch.Inputs, batch.Targets);
                network.ApplyGradients();
            }

            return Behaviour.Bits.OfParameters(network);
        })];
        Assert.All(all, bits => Assert.Equal(all[0], bits));
    }

    private static NetworkPlan Plan(string name) => Plans.Single(plan => plan.Name == name);

    private static void Check(string name, int rows)
    {
        NetworkPlan plan = Plan(name);
        INetwork network = Compiled.Create(name, 2), ofFew = Compiled.Create(name, 2);
        var reference = new ReferenceNetwork(plan, 2).CopyFrom(network);
        Batch few = Batch.Draw(plan, FewRows, new Random(9));
        double expected = reference.ComputeGradients(few);
        float loss = network.ComputeGradients(Repeat(few.Inputs, rows), Repeat(few.Targets, rows));
        ofFew.ComputeGradients(few.Inputs, few.Targets);

        Assert.Equal(expected, loss, 2e-6 * Math.Abs(expected));
        List<ReferenceParameter> trainable = [.. reference.Parameters.Where(parameter => parameter.IsTrainable)];
        double all = trainable.Max(parameter => parameter.Gradient.Max(Math.Abs));
        foreach (ReferenceParameter parameter in trainable)
        {
            // the rounding of the rows themselves is in both
            double error = Error(network, parameter), own = Error(ofFew, parameter);
            // a bias before batch norm has no gradient of its own to be held against
            double largest = Math.Max(parameter.Gradient.Max(Math.Abs), 0.1 * all);
            Assert.True(
                error <= Bound * largest + 2 * own,
                $"{name}, {rows} rows, {parameter.Name}: off by {error:E1} of {largest:E1}, with few rows by {own:E1}");
        }
    }

    private static double Error(INetwork network, ReferenceParameter parameter)
    {
        var gradient = new float[parameter.Gradient.Length];
        network.Parameters[parameter.Name].CopyGradientTo(gradient);
        return gradient.Zip(parameter.Gradient, (actual, exact) => Math.Abs(actual - exact)).Max();
    }

    private static float[] Repeat(float[] few, int rows)
    {
        var many = new float[few.Length / FewRows * rows];
        for (int i = 0; i < many.Length; i += few.Length)
            few.CopyTo(many, i);
        return many;
    }
}
