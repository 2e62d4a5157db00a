namespace DeepTrain.Runtime;

/// <summary>
/// How much of a file is looked at before its tensors: what any file for a network of these layers can need, so that a
/// hostile one costs no more than the network itself. They follow from the class alone, so what is saved can be loaded.
/// </summary>
/// <param name="HeaderBytes">The longest header.</param>
/// <param name="Tensors">The most tensors.</param>
internal sealed record FileLimits(int HeaderBytes, int Tensors)
{
    /// <summary>The most dimensions of a tensor.</summary>
    public const int Dimensions = 8;

    /// <summary>The longest name of a type.</summary>
    public const int TypeName = 16;

    // a network that is fine-tuned takes a few tensors of a larger file
    private const int ForeignTensors = 10_000;

    private const int LeastRoom = 1 << 20;
    private const int MostRoom = 1 << 24;

    // the limit of the format's reference implementation
    private const int MostHeader = 100_000_000;

    // no optimizer keeps more numbers for a parameter than RMSProp: with another optimizer's state, a file has to be read
    // too
    private const int SlotsOfAnyOptimizer = 3;

    // type, dimensions and offsets of an entry, and the prefix of a slot's name
    private const int EntryBytes = 200;

    // a character that is no ASCII, as \uXXXX
    private const int EscapedCharacter = 6;

    /// <summary>The limits for a network. User metadata and foreign names have as much room as its numbers take, within
    /// 1 and 16 MiB; its own entries have theirs besides.</summary>
    public static FileLimits Of(NetworkState state)
    {
        long numbers = 0, entries = 0;
        foreach (ParameterLayout layout in state.Layouts)
        {
            numbers += layout.Length;
            entries += (1 + SlotsOfAnyOptimizer) * (EntryBytes + (long)EscapedCharacter * layout.FileName.Length);
        }
        entries += EntryBytes + (long)EscapedCharacter * state.Network.Length;
        long room = Math.Clamp(sizeof(float) * numbers, LeastRoom, MostRoom);
        return new FileLimits(
            (int)Math.Min(room + entries, MostHeader), ForeignTensors + (1 + SlotsOfAnyOptimizer) * state.Layouts.Length);
    }
}
