using System.Text;

namespace DeepTrain;

/// <summary>What a rank asks of rank 0.</summary>
internal enum TrialRequest : byte
{
    /// <summary>Whether it searches the same; the text is what it searches.</summary>
    Open = 1,

    /// <summary>For a trial, by its number.</summary>
    Claim,

    /// <summary>To take it back.</summary>
    Release,

    /// <summary>To keep a result, which is the text.</summary>
    Publish,

    /// <summary>For all results but the first so many.</summary>
    Read,

    /// <summary>Nothing: it says that it is there and, with number 1, that the search is to end.</summary>
    Alive,

    /// <summary>For nothing more.</summary>
    Leave,
}

/// <summary>What rank 0 replies.</summary>
internal enum TrialReply : byte
{
    /// <summary>It is done; the text is what was asked for.</summary>
    Done = 1,

    /// <summary>Somebody else has the trial.</summary>
    Taken,

    /// <summary>Rank 0 is not so far: ask again.</summary>
    Later,

    /// <summary>The rank searches something else; the text says in what it differs.</summary>
    Differs,

    /// <summary>A result could not be written; the text says why.</summary>
    NotWritten,

    /// <summary>Rank 0 has failed; the text says how.</summary>
    Failed,
}

/// <summary>A request or a reply.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Number">Of a trial, or of results; in replies whether the search is to end, and 2 where ranks are
/// gone.</param>
/// <param name="Text">Whatever else.</param>
internal readonly record struct TrialMessage(byte Kind, int Number, string Text = "")
{
    private const int HeaderBytes = 1 + sizeof(int);

    public static TrialMessage Of(TrialRequest request, int number = 0, string text = "") =>
        new((byte)request, number, text);

    public static TrialMessage Of(TrialReply reply, string text = "") => new((byte)reply, 0, text);

    public byte[] ToBytes() => [Kind, .. BitConverter.GetBytes(Number), .. Encoding.UTF8.GetBytes(Text)];

    /// <exception cref="InvalidDataException">It is no message.</exception>
    public static TrialMessage Read(byte[] bytes) => bytes.Length >= HeaderBytes
        ? new(bytes[0], BitConverter.ToInt32(bytes, 1), Encoding.UTF8.GetString(bytes, HeaderBytes, bytes.Length - HeaderBytes))
        : throw new InvalidDataException($"Expected a message of at least {HeaderBytes} bytes, found {bytes.Length}.");
}
