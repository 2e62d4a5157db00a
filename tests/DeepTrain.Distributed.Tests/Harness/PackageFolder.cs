using System.Diagnostics;

namespace DeepTrain.Distributed.Tests;

/// <summary>Packages of Debian's or Ubuntu's, fetched and unpacked as an ordinary user, and kept for the next run.</summary>
internal static class PackageFolder
{
    private const string Name = "deeptrain-tests-mpi-1";

    private static readonly object s_lock = new();
    private static string? s_root;
    private static bool s_isTried;

    /// <summary>What went wrong.</summary>
    public static string Problem { get; private set; } = "";

    /// <summary>The folder that has what packages hold, and the libraries that they need; null where they cannot be
    /// had.</summary>
    public static string? Unpack(params string[] packages)
    {
        lock (s_lock)
        {
            if (s_isTried)
                return s_root;
            s_isTried = true;
            try
            {
                s_root = Find(packages);
            }
            catch (Exception error) when (error is IOException or InvalidOperationException or System.ComponentModel.Win32Exception
                or UnauthorizedAccessException)
            {
                Problem = error.Message;
            }
            return s_root;
        }
    }

    private static string? Find(string[] packages)
    {
        if (!OperatingSystem.IsLinux())
        {
            Problem = "packages are unpacked on Linux only";
            return null;
        }
        string kept = Path.Combine(Path.GetTempPath(), $"{Name}-{Environment.UserName}");
        if (Directory.Exists(Path.Combine(kept, "usr")))
            return kept;
        DirectoryInfo folder = Directory.CreateTempSubdirectory($"{Name}-");
        try
        {
            string root = Path.Combine(folder.FullName, "root");
            Fetch(packages, folder.FullName, root);
            try
            {
                // another run may have been quicker
                Directory.Move(root, kept);
            }
            catch (IOException) when (Directory.Exists(Path.Combine(kept, "usr")))
            {
            }
            return kept;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Fetch(string[] packages, string folder, string root)
    {
        string lists = Directory.CreateDirectory(Path.Combine(folder, "lists", "partial")).Parent!.FullName;
        string cache = Directory.CreateDirectory(Path.Combine(folder, "cache", "archives", "partial")).Parent!.Parent!.FullName;
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        // lists and caches of its own: those of the system may be missing or old, and are root's
        string[] own = ["-o", $"Dir::State::lists={lists}", "-o", $"Dir::Cache={cache}", "-o", "APT::Sandbox::User=", "-q"];
        Run("apt-get", [.. own, "-o", "Debug::NoLocking=true", "update"], folder);
        string[] needed = [.. packages.SelectMany(package => Run(
                "apt-cache",
                [
                    .. own, "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks", "--no-replaces",
                    "--no-enhances", package,
                ], folder).Split('\n'))
            .Where(line => line.Length > 0 && char.IsAsciiLetterOrDigit(line[0]) && !line.Contains(':', StringComparison.Ordinal))
            .Distinct()];
        HashSet<string> present = [.. Run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n"], folder).Split('\n')
            .Where(line => line.EndsWith(" installed", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
        // libraries and what starts ranks, without fonts and dialogs
        string[] wanted = [.. needed.Where(name => !present.Contains(name)
            && (name.StartsWith("lib", StringComparison.Ordinal) || name.Contains("mpi", StringComparison.Ordinal)
                || name.StartsWith("hwloc", StringComparison.Ordinal) || name == "ibverbs-providers"))];
        Run("apt-get", [.. own, "-o", "Debug::NoLocking=true", "download", .. wanted], files);
        Directory.CreateDirectory(root);
        foreach (string file in Directory.EnumerateFiles(files, "*.deb"))
            Run("dpkg", ["-x", file, root], files);
    }

    private static string Run(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} takes too long.");
        }
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program}: {errors.Result}{output.Result}");
    }
}
