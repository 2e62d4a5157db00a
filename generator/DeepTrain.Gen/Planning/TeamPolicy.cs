using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// Whether a training step is worth sharing among threads. A phase is shared by panels of columns, so a network of narrow
/// layers has nothing to share; and a step that is over in a few microseconds gains less than its barriers cost.
/// </summary>
internal static class TeamPolicy
{
    // Measured with two threads and layers of 32 to 128 units: half of this loses up to a third, twice this gains a third.
    private const long LeastMultiplyAdds = 700_000;

    // what updating a weight takes as long as: its loads and stores; with a root, the division and the root
    private const int PlainUpdate = 3, RootUpdate = 12;

    /// <summary>The fewest rows of a batch that threads share; null if they share none.</summary>
    public static int? FewestRows(NetworkPlan plan)
    {
        if (plan.IsStraightLine)
            return null;
        long perRow = 0, updates = 0;
        foreach (Stage stage in plan.Stages.Where(stage => stage.Linear is not null))
        {
            LinearLayer linear = stage.Linear!;
            long weights = (long)linear.Pieces * PanelShape.Padded(linear.Units) * linear.Inputs;
            if (stage.Panels > 1)
                perRow += weights;
            // the gradient of the input has the panels of the stage that it goes back to
            if (stage.TrainsInput && plan.Stages[stage.Index - 1].Panels > 1)
                perRow += weights;
            if (stage.TrainsWeights && stage.Panels * linear.Pieces > 1)
            {
                perRow += weights;
                updates += weights * (plan.Spec.Optimizer.TakesRoots ? RootUpdate : PlainUpdate);
            }
        }

        // images are shared row by row
        perRow += plan.Stages.Where(stage => stage.Convolution is not null)
            .Sum(stage => stage.Convolution!.MultiplyAdds * (stage.TrainsInput ? 3 : 2));
        if (perRow == 0)
            return null;
        long missing = LeastMultiplyAdds - updates;
        return missing <= perRow ? 1 : (int)((missing + perRow - 1) / perRow);
    }
}
