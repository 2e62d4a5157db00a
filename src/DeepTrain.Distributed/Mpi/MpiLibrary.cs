using System.Runtime.InteropServices;
using System.Text;

namespace DeepTrain;

/// <summary>The MPI library of this process: found, loaded, and its interface recognised.</summary>
internal static class MpiLibrary
{
    /// <summary>The variable that names the library's file where it is not found, or is the wrong one.</summary>
    public const string Variable = "DEEPTRAIN_MPI";

    private static readonly object s_lock = new();
    private static nint s_library;

    /// <summary>Loads the library that suits the launcher.</summary>
    /// <param name="path">The file; null for the one of <see cref="Variable"/> or, without it, what the system
    /// finds.</param>
    /// <param name="launcher">Who started this process; null for nobody.</param>
    /// <exception cref="MpiException">There is none; the message says what was looked for.</exception>
    public static MpiInterface Load(string? path, MpiLauncher? launcher)
    {
        path ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
        IReadOnlyList<string> names = path != null ? [path] : Names(launcher?.Family);
        var tried = new StringBuilder();
        lock (s_lock)
        {
            foreach (string name in names)
            {
                if (!NativeLibrary.TryLoad(name, out nint library))
                {
                    tried.Append(tried.Length == 0 ? "" : ", ").Append(name);
                    continue;
                }
                MpiInterface? found = Recognise(library);
                if (found != null && (path != null || launcher?.Family == null || Suits(found, launcher)))
                {
                    Use(library);
                    return found;
                }
                tried.Append(tried.Length == 0 ? "" : ", ").Append(name)
                    .Append(found == null ? " (no MPI library)" : $" (of {found.Name})");
            }
        }
        string expected = launcher?.Family == null ? "an MPI library" : $"the MPI library of {launcher.Name}";
        throw new MpiException(
            $"Expected {expected}; tried were {tried}. Install it (on Debian and Ubuntu: libopenmpi3 or libmpich12; on a cluster: "
            + $"module load), or name its file in {Variable}.");
    }

    // MPI 5's interface says nothing of the family, so that it suits any launcher
    private static bool Suits(MpiInterface found, MpiLauncher launcher) =>
        found.Name == launcher.Family || found.Name == MpiInterface.Standard.Name;

    /// <summary>Whose interface a library has; null where it is no MPI.</summary>
    private static MpiInterface? Recognise(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Ialltoallv", out _))
            return null;
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _))
            return MpiInterface.OpenMpi(library);
        return IsStandard(library) ? MpiInterface.Standard : MpiInterface.Mpich;
    }

    // MPI 5 has every library say so, also one of another interface: -1; may be called before all else
    private static unsafe bool IsStandard(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "MPI_Abi_get_version", out nint function))
            return false;
        int major = -1, minor = -1;
        return ((delegate* unmanaged<int*, int*, int>)function)(&major, &minor) == 0 && major >= 1;
    }

    private static void Use(nint library)
    {
        if (s_library == 0)
        {
            s_library = library;
            NativeLibrary.SetDllImportResolver(
                typeof(MpiLibrary).Assembly, (name, _, _) => name == MpiNative.Library ? s_library : 0);
        }
        s_library = library;
    }

    private static string[] Names(string? family)
    {
        bool isMac = OperatingSystem.IsMacOS();
        string[] open = isMac ? ["libmpi.40.dylib", "libmpi.dylib"] : ["libmpi.so.40", "libmpi.so"];
        string[] mpich = isMac
            ? ["libmpi.12.dylib", "libmpich.dylib", "libmpi.dylib"] : ["libmpich.so.12", "libmpi.so.12", "libmpich.so", "libmpi.so"];
        string[] standard = isMac ? ["libmpi_abi.0.dylib", "libmpi_abi.dylib"] : ["libmpi_abi.so.0", "libmpi_abi.so"];
        return family switch
        {
            "Open MPI" => [.. open, .. standard],
            "MPICH" => [.. mpich, .. standard],
            _ => [.. open, .. mpich.Except(open), .. standard],
        };
    }
}
