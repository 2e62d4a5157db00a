using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// All that the generator needs to know of a class marked as a network. Compared by value, free of symbols and syntax.
/// </summary>
/// <param name="Header">Null when no part can be added to the class at all.</param>
/// <param name="Spec">Null when the declaration is invalid.</param>
/// <param name="Taken">Keys of <see cref="EmittedMembers"/> that the class has already; for an invalid declaration.</param>
/// <param name="CallsBase">Whether a constructor can call one of the base class without arguments.</param>
internal sealed record NetworkDeclaration(
    NetworkHeader? Header, NetworkSpec? Spec, EquatableArray<string> Taken, bool CallsBase)
{
    /// <summary>The class in full, if all that is wrong with it is that it is not partial.</summary>
    public string? ClosedClass { get; init; }

    /// <summary>Attributes that are meant to be steps and do not exist.</summary>
    public EquatableArray<StandIn> StandIns { get; init; } = EquatableArray<StandIn>.Empty;
}
