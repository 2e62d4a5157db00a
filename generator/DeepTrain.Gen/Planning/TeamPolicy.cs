using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// Whether a training step is worth sharing among threads. A phase is shared by panels of columns, so a network of narrow
/// layers has nothing to share; and a step that is over in a few microseconds gains less than its barriers cost.
/// </summary>
internal static class TeamPolicy
{
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
                updates += weights * (plan.Spec.Optimizer.TakesRoots ? Machine.RootUpdate : Machine.PlainUpdate);
            }
        }

        // images are shared row by row
        perRow += plan.Stages.Where(stage => stage.Convolution is not null)
            .Sum(stage => stage.Convolution!.MultiplyAdds * (stage.TrainsInput ? 3 : 2));
        if (perRow == 0)
            return null;
        long missing = Machine.TeamMultiplyAdds - updates;
        return missing <= perRow ? 1 : (int)((missing + perRow - 1) / perRow);
    }
}
