/// <summary>The three networks there are.</summary>
public enum NetworkSize
{
    /// <summary>One hidden layer, of no more parameters than rows, where that leaves it a few units.</summary>
    Small,

    /// <summary>Two hidden layers with dropout, of about four parameters a row.</summary>
    Medium,

    /// <summary>Six hidden layers with batch norm and dropout.</summary>
    Deep,
}
