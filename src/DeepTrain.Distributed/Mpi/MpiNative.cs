using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// MPI's C interface, as far as it is used. Handles are as large as pointers: they are pointers in Open MPI and in MPI 5's
/// standard interface, and integers of 32 bits, in the lower half, in MPICH. What they are called is in
/// <see cref="MpiInterface"/>; which library stands behind the name is decided at run time by <see cref="MpiLibrary"/>.
/// </summary>
internal static unsafe partial class MpiNative
{
    public const string Library = "mpi-chosen-at-run-time";

    [LibraryImport(Library)]
    public static partial int MPI_Initialized(int* flag);

    [LibraryImport(Library)]
    public static partial int MPI_Init_thread(nint argc, nint argv, int required, int* provided);

    [LibraryImport(Library)]
    public static partial int MPI_Query_thread(int* provided);

    [LibraryImport(Library)]
    public static partial int MPI_Finalized(int* flag);

    [LibraryImport(Library)]
    public static partial int MPI_Finalize();

    [LibraryImport(Library)]
    public static partial int MPI_Abort(nint communicator, int code);

    [LibraryImport(Library)]
    public static partial int MPI_Get_library_version(byte* version, int* length);

    [LibraryImport(Library)]
    public static partial int MPI_Get_version(int* version, int* subversion);

    [LibraryImport(Library)]
    public static partial int MPI_Error_string(int code, byte* text, int* length);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_rank(nint communicator, int* rank);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_size(nint communicator, int* size);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_dup(nint communicator, nint* duplicate);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [LibraryImport(Library)]
    public static partial int MPI_Isend(
        void* buffer, int count, nint type, int peer, int tag, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Irecv(
        void* buffer, int count, nint type, int peer, int tag, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Test(nint* request, int* flag, nint status);

    [LibraryImport(Library)]
    public static partial int MPI_Cancel(nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Request_free(nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ibarrier(nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ibcast(void* buffer, int count, nint type, int root, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Iallreduce(
        void* send, void* receive, int count, nint type, nint operation, nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Iallgather(
        void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator,
        nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Iallgatherv(
        void* send, int sendCount, nint sendType, void* receive, int* receiveCounts, int* receiveOffsets, nint receiveType,
        nint communicator, nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ialltoall(
        void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator,
        nint* request);

    [LibraryImport(Library)]
    public static partial int MPI_Ialltoallv(
        void* send, int* sendCounts, int* sendOffsets, nint sendType, void* receive, int* receiveCounts, int* receiveOffsets,
        nint receiveType, nint communicator, nint* request);
}
