namespace DeepTrain;

/// <summary>Which of the two labels of CIFAR-100's images.</summary>
public enum Cifar100Labels
{
    /// <summary>A hundred classes, such as <c>maple_tree</c>.</summary>
    Fine,

    /// <summary>Twenty, such as <c>trees</c>.</summary>
    Coarse,
}
