using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>What a family of MPI libraries calls its handles and constants: C headers fix them, and differ.</summary>
internal sealed record MpiInterface
{
    /// <summary>The family, for messages.</summary>
    public required string Name { get; init; }

    public required nint World { get; init; }

    public required nint Byte { get; init; }

    public required nint Float { get; init; }

    public required nint Double { get; init; }

    public required nint Sum { get; init; }

    public required nint Min { get; init; }

    public required nint Max { get; init; }

    /// <summary>The handler with which errors are returned, and do not end the process.</summary>
    public required nint ErrorsReturn { get; init; }

    public required nint StatusIgnore { get; init; }

    public required int AnySource { get; init; }

    /// <summary>Calls from any thread, one at a time.</summary>
    public required int ThreadSerialized { get; init; }

    /// <summary>MPICH 3 and later and what is built on it: integers.</summary>
    public static MpiInterface Mpich { get; } = new()
    {
        Name = "MPICH",
        World = 0x44000000,
        Byte = 0x4c00010d,
        Float = 0x4c00040a,
        Double = 0x4c00080b,
        Sum = 0x58000003,
        Min = 0x58000002,
        Max = 0x58000001,
        ErrorsReturn = 0x54000001,
        StatusIgnore = 1,
        AnySource = -2,
        ThreadSerialized = 2,
    };

    /// <summary>The standard interface of MPI 5: small numbers in the place of pointers.</summary>
    public static MpiInterface Standard { get; } = new()
    {
        Name = "MPI 5",
        World = 0x101,
        Byte = 0x247,
        Float = 0x210,
        Double = 0x214,
        Sum = 0x21,
        Min = 0x22,
        Max = 0x23,
        ErrorsReturn = 0x142,
        StatusIgnore = 0,
        AnySource = -1,
        ThreadSerialized = 2048,
    };

    /// <summary>Open MPI: addresses of what the library exports.</summary>
    public static MpiInterface OpenMpi(nint library)
    {
        return new MpiInterface
        {
            Name = "Open MPI",
            World = Export("ompi_mpi_comm_world"),
            Byte = Export("ompi_mpi_byte"),
            Float = Export("ompi_mpi_float"),
            Double = Export("ompi_mpi_double"),
            Sum = Export("ompi_mpi_op_sum"),
            Min = Export("ompi_mpi_op_min"),
            Max = Export("ompi_mpi_op_max"),
            ErrorsReturn = Export("ompi_mpi_errors_return"),
            StatusIgnore = 0,
            AnySource = -1,
            ThreadSerialized = 2,
        };

        nint Export(string name) => NativeLibrary.GetExport(library, name);
    }
}
