using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// The runtime's handlers of signals, through MPI's start. MPI's transports take signals for themselves when they are
/// loaded, UCX for one a segmentation fault, by which the runtime knows that a reference is null: the program would end
/// instead of throwing.
/// </summary>
internal sealed unsafe class MpiSignals
{
    // larger than the struct of any system
    private const int ActionBytes = 512;

    private readonly delegate* unmanaged<int, byte*, byte*, int> _sigaction;
    private readonly byte[] _actions;

    /// <summary>Remembers the handlers; to be made before the library is loaded.</summary>
    public MpiSignals()
    {
        _actions = new byte[Numbers.Length * ActionBytes];
        if (OperatingSystem.IsWindows())
            return;
        // from the program itself: libraries that are loaded later may have a function of this name
        _sigaction = (delegate* unmanaged<int, byte*, byte*, int>)NativeLibrary.GetExport(
            NativeLibrary.GetMainProgramHandle(), "sigaction");
        fixed (byte* actions = _actions)
        {
            for (int next = 0; next < Numbers.Length; next++)
                _sigaction(Numbers[next], null, actions + next * ActionBytes);
        }
    }

    // what the runtime handles: illegal instruction, trap, division by 0, bus error, segmentation fault; interrupt, quit, a
    // broken pipe, terminate, a child's end, continue
    private static ReadOnlySpan<int> Numbers => OperatingSystem.IsMacOS()
        ? [4, 5, 8, 10, 11, 2, 3, 13, 15, 20, 19] : [4, 5, 8, 7, 11, 2, 3, 13, 15, 17, 18];

    /// <summary>Puts them back.</summary>
    public void Restore()
    {
        if (_sigaction == null)
            return;
        fixed (byte* actions = _actions)
        {
            for (int next = 0; next < Numbers.Length; next++)
                _sigaction(Numbers[next], actions + next * ActionBytes, null);
        }
    }
}
