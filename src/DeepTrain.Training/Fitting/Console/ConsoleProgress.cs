using Spectre.Console;

namespace DeepTrain;

/// <summary>Shows on the console where a fit is.</summary>
public static class ConsoleProgress
{
    // what MPI's launchers say to each of their processes; only the first of them shows anything
    private static readonly string[] s_ranks = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"];

    /// <summary>
    /// A live display in a terminal; plain lines, of which there are at most two a second, where the output goes into a file
    /// or a pipe, where the terminal says that it is <c>dumb</c>, and in the first process of MPI. Nothing in its other
    /// ones.
    /// </summary>
    public static IProgress<FitProgress> Auto()
    {
        string? rank = s_ranks.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (rank is not (null or "0"))
            return new SilentProgress();
        bool isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && AnsiConsole.Profile.Capabilities.Ansi;
        return rank == null && isTerminal ? new LiveProgress(AnsiConsole.Console) : Plain();
    }

    /// <summary>Lines of plain text, wherever they go.</summary>
    /// <param name="writer">Where they go; null for the console.</param>
    public static IProgress<FitProgress> Plain(TextWriter? writer = null) => new PlainProgress(writer ?? Console.Out);

    private sealed class SilentProgress : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
        }
    }
}
