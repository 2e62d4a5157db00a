using System;

namespace DeepTrain.Gen.Signal;

/// <summary>How deep a kind of network may be before it is predicted not to train.</summary>
internal static class DepthLimit
{
    /// <summary>
    /// The deepest of a family that is predicted to train, from 0 to <paramref name="deepest"/>: doubling, then halving, on
    /// the assumption that deeper never is easier.
    /// </summary>
    public static int Find(Func<int, bool> trainsAt, int deepest)
    {
        int trains = 0, fails = 1;
        while (fails <= deepest && trainsAt(fails))
        {
            trains = fails;
            fails *= 2;
        }

        fails = Math.Min(fails, deepest + 1);
        while (fails - trains > 1)
        {
            int middle = (trains + fails) / 2;
            if (trainsAt(middle))
                trains = middle;
            else
                fails = middle;
        }

        return trains;
    }
}
