using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>The tiles of a phase as arguments of its method.</summary>
internal static class PhaseCode
{
    /// <summary>All tiles.</summary>
    public static string Everything(Phase phase) => phase.IsByRows ? "0, s->Rows"
        : phase.PaddedColumns > 0 ? $"0, {phase.PaddedColumns}{phase.MoreArguments}"
        : $"0, {phase.Panels}";

    /// <summary>The tile <c>tile</c>.</summary>
    public static string Part(Phase phase)
    {
        if (phase.IsByRows && !phase.IsByImage)
            return $"tile * {phase.RowsOfTile}, {Import.Math}.Min(tile * {phase.RowsOfTile} + {phase.RowsOfTile}, s->Rows)";
        const int width = 2 * Runtime.PanelShape.Granule;
        return phase.PaddedColumns > 0
            ? $"tile * {width}, tile == {phase.Panels - 1} ? {phase.PaddedColumns} : tile * {width} + {width}{phase.MoreArguments}"
            : "tile, tile + 1";
    }
}
