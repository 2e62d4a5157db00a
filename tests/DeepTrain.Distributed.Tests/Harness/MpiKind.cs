namespace DeepTrain.Distributed.Tests;

/// <summary>The implementations that tests run on.</summary>
public enum MpiKind
{
    /// <summary>Handles are pointers.</summary>
    OpenMpi,

    /// <summary>Handles are integers.</summary>
    Mpich,
}
