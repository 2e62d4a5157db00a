namespace DeepTrain;

/// <summary>A logger that can be had once for each of several runs with the same options.</summary>
public interface IRunLogger : ICallback
{
    /// <summary>A logger that writes beside this one.</summary>
    /// <param name="name">The run, in letters, digits and hyphens.</param>
    ICallback ForRun(string name);
}
