using System.Globalization;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class BufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1001)]
    [InlineData(1_000_003)]
    public void A_buffer_is_aligned_and_zeroed(int length)
    {
        var buffer = new AlignedBuffer(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(0u, (nuint)buffer.Pointer % 64);
        Assert.Equal(-1, new Span<float>(buffer.Pointer, length).IndexOfAnyExcept(0f));
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Large_buffers_ask_Linux_for_huge_pages()
    {
        var buffer = new AlignedBuffer(16 << 20);
        const string Systems = "/proc/self/smaps";
        // a kernel without huge pages refuses, and ordinary pages are as good
        bool expected = Directory.Exists("/sys/kernel/mm/transparent_hugepage") && File.Exists(Systems);
        Assert.Equal(expected, expected && AsksForHugePages(Systems, (nuint)(buffer.Pointer + buffer.Length / 2)));
        buffer.Touch();
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    private static bool AsksForHugePages(string maps, nuint address)
    {
        bool inside = false;
        foreach (string line in File.ReadLines(maps))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] ends = words[0].Split('-');
            if (ends.Length == 2 && nuint.TryParse(ends[0], NumberStyles.HexNumber, null, out nuint from))
                inside = address >= from && address < nuint.Parse(ends[1], NumberStyles.HexNumber, null);
            else if (inside && words[0] == "VmFlags:")
                return words.Contains("hg");
        }
        return false;
    }

    [Fact]
    public void A_buffer_grows_and_never_shrinks()
    {
        var buffer = new AlignedBuffer();
        Assert.Equal(0, buffer.Length);
        buffer.Reserve(0);
        buffer.Reserve(10);
        buffer.Pointer[9] = 1;
        float* first = buffer.Pointer;
        buffer.Reserve(5);
        Assert.True(buffer.Pointer == first && buffer.Length == 10 && buffer.Pointer[9] == 1);
        buffer.Reserve(100);
        Assert.Equal(-1, new Span<float>(buffer.Pointer, 100).IndexOfAnyExcept(0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Reserve(-1));
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void A_request_that_cannot_be_met_leaves_the_buffer()
    {
        var buffer = new AlignedBuffer(10);
        buffer.Pointer[3] = 5;
        float* first = buffer.Pointer;
        Assert.Throws<OutOfMemoryException>(() => buffer.Reserve(1L << 40));
        Assert.True(buffer.Pointer == first && buffer.Length == 10 && buffer.Pointer[3] == 5);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Memory_stays_where_it_is_when_the_collector_compacts()
    {
        var buffer = new AlignedBuffer(1000);
        float* first = buffer.Pointer;
        first[999] = 42;
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.True(buffer.Pointer == first && first[999] == 42);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Scratch_belongs_to_its_thread_and_is_reused()
    {
        float* mine = ThreadScratch.Rent(100);
        Assert.True(mine == ThreadScratch.Rent(50));
        nuint other = 0;
        var thread = new Thread(() => other = (nuint)ThreadScratch.Rent(100));
        thread.Start();
        thread.Join();
        Assert.NotEqual((nuint)mine, other);
        Assert.Equal(0u, (nuint)ThreadScratch.Rent(5000) % 64);

        Assert.Equal(0, Allocated.By(() =>
        {
            for (int round = 0; round < 100; round++)
                ThreadScratch.Rent(5000 - round);
        }));
    }
}
