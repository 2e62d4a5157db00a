using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>All that a network's file holds, in memory that is used again for the next one.</summary>
internal sealed class NetworkSnapshot
{
    private readonly MemoryStream _bytes = new();

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    /// <summary>Whether all numbers are finite; others cannot be restored.</summary>
    public bool IsFinite
    {
        get
        {
            // safetensors: the header's length, the header, and tensors that a network writes as F32
            ReadOnlySpan<byte> file = Bytes.Span;
            int start = sizeof(long) + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
            foreach (float number in MemoryMarshal.Cast<byte, float>(file[start..]))
            {
                if (!float.IsFinite(number))
                    return false;
            }
            return true;
        }
    }

    public static NetworkSnapshot Of(INetwork network)
    {
        var snapshot = new NetworkSnapshot();
        snapshot.Take(network);
        return snapshot;
    }

    public static NetworkSnapshot FromBytes(ReadOnlySpan<byte> file)
    {
        var snapshot = new NetworkSnapshot();
        snapshot._bytes.Write(file);
        return snapshot;
    }

    public void Take(INetwork network)
    {
        _bytes.SetLength(0);
        network.Save(_bytes);
    }

    /// <exception cref="InvalidDataException">It is that of another network, or not finite; the network is
    /// unchanged.</exception>
    public void Restore(INetwork network)
    {
        _bytes.Position = 0;
        network.Load(_bytes);
    }
}
