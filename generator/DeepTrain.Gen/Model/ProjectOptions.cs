namespace DeepTrain.Gen.Model;

/// <summary>What of the user's project changes the text of emitted files.</summary>
/// <param name="ChecksOverflow">Whether arithmetic throws on overflow unless code says <c>unchecked</c>.</param>
/// <param name="LibraryAlias">
/// The alias that the project gives the runtime library; null where the library is in the global namespace, as usual.
/// </param>
/// <param name="KnowsStaticAbstracts">
/// Whether the project's C# lets a class implement <c>INetwork&lt;TSelf&gt;</c>: if not, only skeletons are emitted.
/// </param>
/// <param name="KnowsExtensions">Whether the project's C# has extension blocks.</param>
/// <param name="Widths">The vectors that kernels are written for.</param>
internal sealed record ProjectOptions(
    bool ChecksOverflow, string? LibraryAlias, bool KnowsStaticAbstracts = true, bool KnowsExtensions = false,
    VectorWidths Widths = default);
