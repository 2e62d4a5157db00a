using System.Diagnostics;
using System.Runtime.InteropServices;
using DeepTrain.Tests.Library;

namespace DeepTrain.Tests.Emission;

/// <summary>Tiles are as large as the registers allow, and no larger: their loops keep every sum in a register.</summary>
public sealed class TileDisassemblyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task No_sum_of_a_tile_leaves_its_register(string hasAvx512)
    {
        // the text is x64's
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !System.Runtime.Intrinsics.X86.Fma.IsSupported)
            return;
        using var folder = new TemporaryDirectory();
        string listing = folder["listing.txt"];
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DeepTrain.Disassembled.dll"));
        start.Environment["DOTNET_EnableAVX512"] = hasAvx512;
        // as on a user's machine, whatever these tests run with
        start.Environment.Remove("DOTNET_TieredPGO");
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        start.Environment["DOTNET_JitDisasm"] = "*512 *256 Rows OneRow EightRows"; // the library's tiles as well
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        string errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, errors);

        // where a third of the instructions are multiply-adds, it is a tile's loop
        string text = File.ReadAllText(listing);
        var tiles = Disassembly.InnermostLoops(text)
            .Where(loop => loop.Body.Count(Disassembly.IsMultiplyAdd) is int count && count >= 4 && 3 * count >= loop.Body.Count).ToList();
        string[] spills = [.. tiles.SelectMany(loop => loop.Body.Where(Disassembly.IsSpill).Select(line => $"{loop.Method}: {line.Trim()}"))];

        Assert.True(spills.Length == 0, string.Join('\n', spills));
        Assert.True(tiles.Count(loop => loop.Method.Contains("ProductTiles:Rows", StringComparison.Ordinal)) >= 4, "The library has no tiles.");
        foreach (string network in new[] { "Narrow", "LeNet", "Odd", "Wide", "Dense", "Smooth" })
            Assert.True(tiles.Count(loop => loop.Method.Contains($"_{network}Kernels:", StringComparison.Ordinal)) >= 4, $"{network} has no tiles.");
        // the JIT inlines only so much into one method: what it leaves is called for every number
        string[] calls = [.. text.Split('\n').Where(line => line.Contains("call ", StringComparison.Ordinal) && line.Contains("PairedTerms", StringComparison.Ordinal))];
        Assert.True(calls.Length == 0, string.Join('\n', calls));
        Assert.True(Disassembly.IsSpill("       vmovups  zmmword ptr [rsp+0x40], zmm3"));
    }
}
