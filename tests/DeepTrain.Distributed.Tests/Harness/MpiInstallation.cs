using System.Diagnostics;
using System.Text;

namespace DeepTrain.Distributed.Tests;

/// <summary>
/// An implementation of MPI: the machine's own or, where it has none, one that is unpacked from the system's packages into a
/// folder of the tests' own, which needs no rights. Null where there is neither.
/// </summary>
internal sealed class MpiInstallation
{
    private static readonly Lazy<MpiInstallation?>[] s_all = [.. Enum.GetValues<MpiKind>().Select(kind =>
        new Lazy<MpiInstallation?>(() => OfMachine(kind) ?? OfPackages(kind)))];

    private readonly Dictionary<string, string> _environment = [];

    private MpiInstallation(MpiKind kind, string launcher) => (Kind, Launcher) = (kind, launcher);

    public MpiKind Kind { get; }

    /// <summary>The program that starts ranks.</summary>
    public string Launcher { get; }

    public static MpiInstallation? Of(MpiKind kind) => s_all[(int)kind].Value;

    /// <summary>Why there is none, as far as it is known.</summary>
    public static string Problem { get; private set; } = "";

    /// <summary>How so many ranks of a program are started.</summary>
    public ProcessStartInfo Start(int ranks, IEnumerable<string> launcherOptions, IEnumerable<string> program)
    {
        var start = new ProcessStartInfo(Launcher) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] own = Kind == MpiKind.OpenMpi ? ["--oversubscribe"] : [];
        foreach (string argument in (string[])[.. own, .. launcherOptions, "-n", $"{ranks}", .. program])
            start.ArgumentList.Add(argument);
        Prepare(start);
        return start;
    }

    /// <summary>Sets what a process needs to find the libraries.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        foreach ((string name, string value) in _environment)
            start.Environment[name] = value;
        if (Kind != MpiKind.OpenMpi)
            return;
        // on one machine, also for root and for more ranks than processors; warnings of hardware that is not there are of no
        // interest
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMPI_MCA_btl"] = "self,vader,tcp";
        start.Environment["OMPI_MCA_pml"] = "ob1";
        start.Environment["OMPI_MCA_mca_base_component_show_load_errors"] = "0";
        start.Environment["PMIX_MCA_pcompress_base_silence_warning"] = "1";
    }

    private static MpiInstallation? OfMachine(MpiKind kind)
    {
        string[] names = kind == MpiKind.OpenMpi ? ["mpirun.openmpi", "orterun", "prterun"] : ["mpiexec.mpich", "mpiexec.hydra"];
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            foreach (string name in names)
            {
                if (folder.Length > 0 && File.Exists(Path.Combine(folder, name)))
                    return Checked(new MpiInstallation(kind, Path.Combine(folder, name)));
            }
        }
        return null;
    }

    private static MpiInstallation? OfPackages(MpiKind kind)
    {
        string? root = PackageFolder.Unpack("openmpi-bin", "mpich");
        if (root == null)
        {
            Problem = PackageFolder.Problem;
            return null;
        }
        string usr = Path.Combine(root, "usr"), bin = Path.Combine(usr, "bin");
        string libraries = Directory.EnumerateDirectories(Path.Combine(usr, "lib"), "*-linux-gnu*").First();
        string launcher = Path.Combine(bin, kind == MpiKind.OpenMpi ? "orterun" : "mpiexec.hydra");
        var installation = new MpiInstallation(kind, launcher);
        installation._environment["PATH"] = bin + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        installation._environment["LD_LIBRARY_PATH"] = string.Join(
            ':', (string[])[libraries, .. Directory.EnumerateDirectories(libraries).Where(folder => Path.GetFileName(folder) == "libpsm1")]);
        if (kind == MpiKind.OpenMpi)
        {
            // where it finds its parts when it does not lie where it was built for
            installation._environment["OPAL_PREFIX"] = usr;
            installation._environment["OPAL_LIBDIR"] = Path.Combine(libraries, "openmpi", "lib");
            installation._environment["PMIX_INSTALL_PREFIX"] = Path.Combine(libraries, "pmix2");
        }
        return File.Exists(launcher) ? Checked(installation) : null;
    }

    // One that starts nothing is none.
    private static MpiInstallation? Checked(MpiInstallation installation)
    {
        var errors = new StringBuilder();
        try
        {
            using Process process = Process.Start(installation.Start(2, [], ["true"]))!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(TimeSpan.FromMinutes(5)) && process.ExitCode == 0)
                return installation;
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            errors.Append(error.Message);
        }
        Problem = $"{installation.Launcher}: {errors}";
        return null;
    }
}
