namespace DeepTrain;

/// <summary>Trains a network with one batch after the other, of which an update may take several together.</summary>
internal interface IBatchTrainer
{
    /// <summary>The latest batch's loss, without penalty; its weight is 0 where it has no rows that count.</summary>
    double Loss { get; }

    /// <summary>The rows of the latest batch, or the sum of their weights.</summary>
    double Weight { get; }

    /// <summary>The rows of the latest batch, whatever they count.</summary>
    int Rows { get; }

    /// <summary>Whether an update would be the first of its gradients; only then may training be interrupted.</summary>
    bool IsBetweenUpdates { get; }

    /// <summary>Trains with a batch that is an update of its own.</summary>
    void Train(Batch batch);

    /// <summary>Adds the gradients of a batch to those that are there, each row with its weight and not yet
    /// divided.</summary>
    void Add(Batch batch);

    /// <summary>Updates by the mean of what was added; no update where no row counts.</summary>
    void Apply();
}
