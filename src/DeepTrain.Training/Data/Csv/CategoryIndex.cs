using System.Buffers;
using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Texts and their numbers, found without a string for each cell.</summary>
internal sealed class CategoryIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];

    public CategoryIndex() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public CategoryIndex(IEnumerable<string> texts)
        : this()
    {
        foreach (string text in texts)
        {
            _numbers.Add(text, _texts.Count);
            _texts.Add(text);
        }
    }

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>A text's number, -1 for one that is new.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        const int Short = 256;
        int length = Encoding.UTF8.GetMaxCharCount(utf8.Length);
        char[]? rented = length > Short ? ArrayPool<char>.Shared.Rent(length) : null;
        Span<char> text = rented ?? stackalloc char[Short];
        int number = _lookup.TryGetValue(text[..Encoding.UTF8.GetChars(utf8, text)], out int found) ? found : -1;
        if (rented != null)
            ArrayPool<char>.Shared.Return(rented);
        return number;
    }

    /// <summary>A text's number; a new one gets the next.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> utf8)
    {
        int number = Find(utf8);
        if (number >= 0)
            return number;
        string text = Encoding.UTF8.GetString(utf8);
        _numbers.Add(text, _texts.Count);
        _texts.Add(text);
        return _texts.Count - 1;
    }

    /// <summary>The texts in their lasting order, and for each number so far the one that it has there.</summary>
    public (string[] Sorted, int[] NewNumbers) Sort()
    {
        int[] order = [.. Enumerable.Range(0, _texts.Count)];
        long[] values = new long[order.Length];
        bool areNumbers = true;
        for (int next = 0; next < order.Length; next++)
        {
            areNumbers &= long.TryParse(
                _texts[next], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[next]);
        }
        Array.Sort(order, (one, other) =>
        {
            int byValue = areNumbers ? values[one].CompareTo(values[other]) : 0;
            return byValue != 0 ? byValue : string.CompareOrdinal(_texts[one], _texts[other]);
        });
        int[] newNumbers = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
            newNumbers[order[place]] = place;
        return ([.. order.Select(number => _texts[number])], newNumbers);
    }
}
