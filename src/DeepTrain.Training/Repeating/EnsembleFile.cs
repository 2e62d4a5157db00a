using System.Globalization;
using System.IO.Compression;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>A ZIP archive, not compressed, of the members' own files: each can be taken out and used alone.</summary>
internal static class EnsembleFile
{
    private const int MostMembers = 10_000;

    // of no time in particular, so that the same networks make the same file
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write<TNetwork>(string path, IReadOnlyList<TNetwork> members, Preprocessing? prepare)
        where TNetwork : class, INetwork
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IReadOnlyDictionary<string, string>? metadata = prepare == null ? null : Model.ToPreparation(prepare).ToMetadata(members[0]);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            for (int number = 0; number < members.Count; number++)
            {
                ZipArchiveEntry entry = archive.CreateEntry(NameOf(number), CompressionLevel.NoCompression);
                entry.LastWriteTime = s_time;
                using Stream member = entry.Open();
                members[number].Save(member, metadata);
            }
        });
    }

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static IReadOnlyList<TNetwork> Read<TNetwork>(string path, Func<TNetwork> create, out Preparation? preparation)
        where TNetwork : class, INetwork
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileKind.RequireRegular("load", path, FileKind.Target(path));
        using FileStream stream = File.OpenRead(path);
        var members = new List<TNetwork>();
        preparation = null;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            if (archive.Entries.Count is 0 or > MostMembers)
                throw new InvalidDataException($"expected from 1 to {MostMembers} networks, found {archive.Entries.Count}");
            for (int number = 0; number < archive.Entries.Count; number++)
            {
                ZipArchiveEntry entry = archive.GetEntry(NameOf(number))
                    ?? throw new InvalidDataException(
                        $"expected {NameOf(number)} among {archive.Entries.Count} entries, found none of that name");
                // what is not compressed takes no more memory than the file has bytes
                if (entry.CompressedLength != entry.Length || entry.Length > stream.Length)
                    throw new InvalidDataException(
                        $"{entry.Name}: expected an entry that is not compressed, found one of {entry.Length} bytes in "
                        + $"{entry.CompressedLength}");
                TNetwork member = create();
                IReadOnlyDictionary<string, string> metadata = Load(entry, member);
                if (number == 0)
                    preparation = Preparation.FromMetadata(metadata);
                members.Add(member);
            }
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
        return members;
    }

    private static IReadOnlyDictionary<string, string> Load(ZipArchiveEntry entry, INetwork member)
    {
        byte[] bytes = new byte[entry.Length];
        using (Stream stream = entry.Open())
            stream.ReadExactly(bytes);
        if (PngChunks.Checksum(bytes) != entry.Crc32)
            throw new InvalidDataException($"{entry.Name}: expected the checksum {entry.Crc32:x8}: the file is damaged");
        return member.Load(new MemoryStream(bytes));
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"member{number}.safetensors");
}
