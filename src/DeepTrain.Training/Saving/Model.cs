namespace DeepTrain;

/// <summary>
/// Files of trained networks with what was done to their data: a program that only predicts reads them with
/// <see cref="Preparation.Load(string, INetwork)"/>, and needs nothing of this package.
/// </summary>
public static class Model
{
    /// <summary>Saves a network and the preprocessing of its inputs and targets in one file.</summary>
    /// <param name="path">The file, replaced as by <see cref="INetwork.Save(string)"/>.</param>
    /// <param name="network">The network.</param>
    /// <param name="prepare">Fitted preprocessing of the rows that it was trained on; null if these were raw.</param>
    /// <param name="names">Raw rows of the same kind, which give columns their names; null: these are numbered.</param>
    /// <exception cref="InvalidOperationException">The preprocessing has not been fitted.</exception>
    /// <exception cref="ArgumentException">
    /// The preprocessing is not one of this network, or it has steps in an order that the file has no place for: the message
    /// says which.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, INetwork network, Preprocessing? prepare = null, Dataset? names = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(network);
        if (prepare == null)
            network.Save(path);
        else
            ToPreparation(prepare, names).Save(path, network);
    }

    /// <summary>Loads a network and what was done to its data.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network to load.</param>
    /// <returns>What was done to the data; null if the file has nothing of it.</returns>
    /// <exception cref="InvalidDataException">The file does not match; the network is as it was.</exception>
    public static Preparation? Load(string path, INetwork network) => Preparation.Load(path, network);

    /// <summary>Fitted preprocessing as a network's file holds it.</summary>
    /// <param name="prepare">Fitted preprocessing.</param>
    /// <param name="names">Raw rows of the same kind, which give columns their names; null: these are numbered.</param>
    /// <exception cref="InvalidOperationException">The preprocessing has not been fitted.</exception>
    /// <exception cref="ArgumentException">It has steps in an order that the file has no place for.</exception>
    /// <remarks>
    /// Steps that shift and scale are multiplied into one: prepared numbers agree to rounding. <c>Log1P</c> has to stand
    /// before them, and <c>OneHot</c> columns hold the whole numbers from 0 on.
    /// </remarks>
    public static Preparation ToPreparation(Preprocessing prepare, Dataset? names = null)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        PreprocessingModel model = prepare.Fitted
            ?? throw new InvalidOperationException("Expected fitted preprocessing: call FitTo with the training rows first.");
        if (names != null && (names.InputSize != model.InputSize || model.Targets != null && names.TargetSize != model.Targets.Mean.Count))
        {
            throw new ArgumentException(
                $"Expected rows of {model.InputSize} inputs, as in the fit; those for names have {names.InputSize}, and {names.TargetSize} "
                + "targets.", nameof(names));
        }
        return new PreparationBuilder(model, names).Build();
    }
}
