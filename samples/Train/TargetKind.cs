/// <summary>What is predicted.</summary>
public enum TargetKind
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of several classes.</summary>
    Classification,
}
