using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>The tiles of a phase as arguments of its method.</summary>
internal static class PhaseCode
{
    /// <summary>All tiles.</summary>
    public static string Everything(Phase phase) => phase.IsByRows ? "0, s->Rows"
        : phase.PaddedColumns > 0 ? $"0, {phase.PaddedColumns}{phase.MoreArguments}"
        : $"0, {phase.Panels}";

    /// <summary>The tiles from <c>first</c> to <c>end</c>.</summary>
    public static string Part(Phase phase)
    {
        if (phase.IsByImage)
            return "first, end";
        if (phase.IsByRows)
            return $"first * {phase.RowsOfTile}, {Import.Math}.Min(end * {phase.RowsOfTile}, s->Rows)";
        const int width = 2 * Runtime.PanelShape.Granule;
        return phase.PaddedColumns > 0
            ? $"first * {width}, end == {phase.Panels} ? {phase.PaddedColumns} : end * {width}{phase.MoreArguments}"
            : "first, end";
    }
}
