using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Every layer, loss, optimizer and init against the reference.</summary>
public sealed class CatalogueTests
{
    private const ulong Seed = 42;

    public static TheoryData<string> Networks => Catalogue.Names(Catalogue.All);

    [Theory]
    [MemberData(nameof(Networks))]
    public void One_step_agrees_with_the_reference(string name)
    {
        foreach (int rows in new[] { 1, 2, 3, 8, 19 })
        {
            (SideBySide both, Random random) = Start(name);
            both.ComputeAndApplyGradients(both.Draw(rows, random));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Five_steps_with_changing_rows_agree_with_the_reference(string name)
    {
        (SideBySide both, Random random) = Start(name);
        both.Tolerance = 1e-4;
        foreach (int rows in new[] { 8, 32, 5, 1, 33 })
            both.TrainBatch(both.Draw(rows, random));
        both.CheckInference(both.Draw(11, random));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Inference_agrees_with_the_reference(string name)
    {
        foreach (int rows in new[] { 1, 2, 7, 8, 9, 40 })
        {
            (SideBySide both, Random random) = Start(name);
            both.CheckInference(both.Draw(rows, random));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Inspection_shows_what_the_reference_computes(string name)
    {
        (SideBySide both, Random random) = Start(name);
        both.CheckInspection(both.Draw(5, random));
        // and once averages, masks and weights have moved
        both.Tolerance = 1e-4;
        both.TrainBatch(both.Draw(9, random));
        both.CheckInspection(both.Draw(18, random));
    }

    private static (SideBySide Both, Random Random) Start(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        return (new SideBySide(plan, Catalogue.Create(name, Seed), Seed), new Random(7));
    }
}
