using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace DeepTrain;

/// <summary>Memory that all ranks see, where all of them are on one machine.</summary>
internal sealed unsafe class SharedRegion : MemoryManager<float>
{
    private const string Folder = "/dev/shm";

    /// <summary>The variable that is 0 where rank 0 shall not make such memory.</summary>
    public const string Variable = "DEEPTRAIN_SHARED_MEMORY";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private readonly float* _start;

    private SharedRegion(FileStream file, int length)
    {
        _length = length;
        _file = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = (float*)start;
    }

    /// <summary>A new region of zeros, by all ranks together; null on all where not all can see it.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="length">How many floats.</param>
    public static SharedRegion? Create(Communicator communicator, long length)
    {
        byte[] name = new byte[64];
        FileStream? file = null;
        string path = "";
        if (communicator.Rank == 0 && Environment.GetEnvironmentVariable(Variable) != "0" && Directory.Exists(Folder)
            && length <= Array.MaxLength)
        {
            path = Path.Combine(Folder, $"deeptrain-{Guid.NewGuid():N}");
            file = Make(path, length);
            if (file != null)
                Encoding.ASCII.GetBytes(path, name);
        }
        double[] canSee = [0];
        try
        {
            communicator.Broadcast(name);
            if (communicator.Rank != 0 && name[0] != 0)
                file = Open(Encoding.ASCII.GetString(name).TrimEnd('\0'), length);
            canSee[0] = file == null ? 0 : 1;
            communicator.AllReduce(canSee, Reduction.Min);
        }
        finally
        {
            // it ends with the last process that has it open; also where a rank has failed, and nobody gets so far
            if (path.Length > 0)
                File.Delete(path);
        }
        if (canSee[0] != 0)
            return new SharedRegion(file!, (int)length);
        file?.Dispose();
        return null;
    }

    public override Span<float> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    // Written, not only made so long: where there is no room, it is better to know now than by a signal later.
    private static FileStream? Make(string path, long length)
    {
        FileStream? file = null;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            file = new FileStream(path, options);
            byte[] zeros = new byte[1 << 16];
            for (long left = length * sizeof(float); left > 0; left -= zeros.Length)
                file.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }

    private static FileStream? Open(string path, long length)
    {
        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            });
            if (file.Length == length * sizeof(float))
                return file;
            file.Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
