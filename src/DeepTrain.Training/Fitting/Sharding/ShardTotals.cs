using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>What shards add up besides floats.</summary>
/// <param name="Loss">Losses times weights, without penalty.</param>
/// <param name="Weight">Rows, or the sum of their weights.</param>
/// <param name="Rows">Rows, whatever their weights.</param>
/// <param name="CountedRows">Rows of the shards that were computed: those of a shard without weight are not.</param>
/// <param name="Cancellations">Of how many processes the token is cancelled.</param>
/// <param name="StopRequests">In how many processes a callback has asked to stop.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ShardTotals(
    double Loss, double Weight, double Rows, double CountedRows, double Cancellations, double StopRequests)
{
    /// <summary>How many floats have the room of one.</summary>
    public const int Floats = 6 * sizeof(double) / sizeof(float);

    public static ShardTotals operator +(ShardTotals left, ShardTotals right) => new(
        left.Loss + right.Loss, left.Weight + right.Weight, left.Rows + right.Rows, left.CountedRows + right.CountedRows,
        left.Cancellations + right.Cancellations, left.StopRequests + right.StopRequests);
}
