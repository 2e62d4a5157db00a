using System.Runtime.Intrinsics;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Nothing is allocated once the largest batch has been seen.</summary>
public sealed class AllocationTests
{
    // without vector hardware each call takes a hundred times as long
    private static readonly int Calls = Vector256.IsHardwareAccelerated ? 1000 : 100;

    public static TheoryData<string> Networks => Catalogue.Names(
    [
        .. Catalogue.Optimizers,
        .. Catalogue.Losses.Where(plan => plan.Outputs is 1 or 19),
        Catalogue.Plan("BatchNormAndDropoutTogether"),
        Catalogue.Plan("ConvBatchNormNetwork"), Catalogue.Plan("ConvClassifier"), Catalogue.Plan("ImagesAtTheEndNetwork"),
    ]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_thousand_warm_calls_of_each_hot_method_allocate_nothing(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        INetwork network = Catalogue.Create(name);
        Batch large = Batch.Draw(plan, 9, new Random(1)), small = Batch.Draw(plan, 4, new Random(2));
        var largeOutputs = new float[large.Rows * plan.Outputs];
        var smallOutputs = new float[small.Rows * plan.Outputs];

        AssertAllocatesNothing("Predict",
            () => network.Predict(large.Inputs, largeOutputs), () => network.Predict(small.Inputs, smallOutputs));
        AssertAllocatesNothing("Loss",
            () => network.Loss(large.Inputs, large.Targets), () => network.Loss(small.Inputs, small.Targets));
        AssertAllocatesNothing("TrainBatch",
            () => network.TrainBatch(large.Inputs, large.Targets), () => network.TrainBatch(small.Inputs, small.Targets));
        AssertAllocatesNothing("ComputeGradients",
            () => network.ComputeGradients(large.Inputs, large.Targets),
            () => network.ComputeGradients(small.Inputs, small.Targets));
        AssertAllocatesNothing("ApplyGradients", network.ApplyGradients, network.ApplyGradients);
        if (plan.Loss.Classes(plan.Outputs) == 0)
            return;

        int[] largeLabels = new int[large.Rows], smallLabels = new int[small.Rows];
        AssertAllocatesNothing("Loss with labels",
            () => network.Loss(large.Inputs, largeLabels), () => network.Loss(small.Inputs, smallLabels));
        AssertAllocatesNothing("TrainBatch with labels",
            () => network.TrainBatch(large.Inputs, largeLabels), () => network.TrainBatch(small.Inputs, smallLabels));
        AssertAllocatesNothing("ComputeGradients with labels",
            () => network.ComputeGradients(large.Inputs, largeLabels),
            () => network.ComputeGradients(small.Inputs, smallLabels));
    }

    [Theory]
    [InlineData("Classifier")]
    [InlineData("WideRegression")]
    [InlineData("Pictures")]
    public void A_team_of_threads_allocates_nothing_on_the_calling_one(string name)
    {
        INetwork network = BehaviourNetworks.Create(name);
        network.Threads = 2;
        Batch batch = BehaviourNetworks.Draw(name, 16);
        AssertAllocatesNothing("TrainBatch", () => network.TrainBatch(batch.Inputs, batch.Targets), () => { }, Calls / 20);
    }

    private static void AssertAllocatesNothing(string what, Action first, Action second, int calls = 0)
    {
        calls = calls == 0 ? Calls : calls;
        for (int call = 0; call < 3; call++)
        {
            first();
            second();
        }

        long allocated = Allocated.By(() =>
        {
            for (int call = 0; call < calls; call++)
            {
                first();
                second();
            }
        });
        Assert.True(allocated == 0, $"{what} allocated {allocated} bytes in {calls} calls.");
    }
}
