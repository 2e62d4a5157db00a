namespace DeepTrain;

/// <summary>What a loss curve looks like.</summary>
public enum CurveShape
{
    /// <summary>There are too few epochs to tell.</summary>
    TooShort,

    /// <summary>It rises far above where it began, or is no number.</summary>
    Explodes,

    /// <summary>It falls quickly, then ever more slowly, as it should.</summary>
    Good,

    /// <summary>It falls slowly and evenly, and is far from its end.</summary>
    Slow,

    /// <summary>It hardly moves.</summary>
    Flat,

    /// <summary>It hardly moves, but more and more rows get the right class.</summary>
    FlatWhileAccuracyRises,

    /// <summary>It falls steeply at first and then stays high, up and down.</summary>
    SteepThenPlateau,

    /// <summary>It hardly moves for some epochs, then falls suddenly.</summary>
    FlatThenSudden,
}
