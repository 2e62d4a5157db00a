namespace DeepTrain;

/// <summary>Why units let nothing through.</summary>
public enum UnitCause
{
    /// <summary>Most of them did not before training either: initial weights and biases, or inputs that are not centred.</summary>
    Init,

    /// <summary>There were fewer before training: updates threw them off the data, as too high a learning rate does.</summary>
    Rate,
}
