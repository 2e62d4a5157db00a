using System.Diagnostics;
using System.Net.Sockets;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Paths that name something else than a file, and files that a killed process left.</summary>
public class SpecialFileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // where there are none, nothing can stand in a file's place
    private static bool MakePipe(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        using Process process = Process.Start("mkfifo", path);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return true;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_neither_replaced_nor_waited_for(bool throughLink)
    {
        using var directory = new TemporaryDirectory();
        string path = directory["pipe"];
        if (!MakePipe(path))
            return;
        if (throughLink)
        {
            File.CreateSymbolicLink(directory["link"], path);
            path = directory["link"];
        }
        NetworkState state = SaveAndLoadTests.Tiny();
        byte[] before = SampleState.Snapshot(state);
        string[] files = directory.Files;
        foreach (Action use in new Action[]
        {
            () => state.Save(path), () => state.SaveWeights(path), () => state.Load(path), () => state.LoadWeights(path),
        })
        {
            Task<IOException> refusal = Task.Run(() => Assert.Throws<IOException>(use));
            Assert.Contains(path, (await refusal.WaitAsync(Patience, TestContext.Current.CancellationToken)).Message);
        }
        Assert.Equal(files, directory.Files);
        Assert.Equal(before, SampleState.Snapshot(state));
        // still a pipe: bytes go through it
        using var reader = new FileStream(directory["pipe"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        reader.Write([17]);
        Assert.Equal(17, reader.ReadByte());
    }

    [Fact]
    public void A_socket_is_not_replaced()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var directory = new TemporaryDirectory();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(directory["socket"]));
        socket.Listen();
        Assert.Throws<IOException>(() => SampleState.Create().Save(directory["socket"]));
        Assert.Throws<IOException>(() => SampleState.Create().Load(directory["socket"]));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(directory["socket"]));
        Assert.Equal(["socket"], directory.Files);
    }

    [Fact]
    public void A_directory_is_not_loaded()
    {
        using var directory = new TemporaryDirectory();
        IOException exception = Assert.Throws<IOException>(() => SampleState.Create().Load(directory.Root));
        Assert.Contains(directory.Root, exception.Message);
        Assert.Contains("is a directory", exception.Message);
    }

    [Fact]
    public void An_empty_file_is_replaced_and_one_that_others_read_too()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["empty"], []);
        SampleState.Trained().Save(directory["empty"]);
        SampleState.Create().Load(directory["empty"]);
        using FileStream reading = File.OpenRead(directory["empty"]);
        SampleState.Trained().Save(directory["empty"]);
        Assert.Equal(["empty"], directory.Files);
        // nothing of ours still holds it
        File.WriteAllBytes(directory["empty"], []);
    }

    [Fact]
    public void What_a_killed_save_left_goes_with_the_next_save_once_it_is_old()
    {
        using var directory = new TemporaryDirectory();
        string old = directory[".deeptrain-old.abc.tmp"], fresh = directory[".deeptrain-fresh.abc.tmp"];
        string foreign = directory[".other-old.tmp"], mine = directory["notes.tmp"];
        foreach (string path in new[] { old, fresh, foreign, mine })
            File.WriteAllText(path, "half a network");
        foreach (string path in new[] { old, foreign, mine })
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromHours(2));
        SampleState.Create().Save(directory["net"]);
        Assert.Equal(
            new[] { Path.GetFileName(fresh), Path.GetFileName(foreign), "net", "notes.tmp" }.Order(), directory.Files);
    }

    [Fact]
    public void What_another_save_is_writing_stays_however_old_it_looks()
    {
        using var directory = new TemporaryDirectory();
        AtomicFile.Write(directory["slow"], stream =>
        {
            stream.Write(new byte[100]);
            stream.Flush();
            string path = Directory.GetFiles(directory.Root, ".deeptrain-*.tmp").Single();
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromDays(2));
            SampleState.Create().Save(directory["other"]);
            Assert.True(File.Exists(path));
        });
        Assert.Equal(["other", "slow"], directory.Files);
        Assert.Equal(100, new FileInfo(directory["slow"]).Length);
    }

    [Fact]
    public async Task A_pipe_or_a_link_with_the_name_of_a_temporary_file_stays()
    {
        using var directory = new TemporaryDirectory();
        if (!MakePipe(directory[".deeptrain-pipe.tmp"]))
            return;
        File.SetLastWriteTimeUtc(directory[".deeptrain-pipe.tmp"], DateTime.UtcNow - TimeSpan.FromHours(2));
        File.WriteAllText(directory["precious"], "precious");
        File.SetLastWriteTimeUtc(directory["precious"], DateTime.UtcNow - TimeSpan.FromHours(2));
        File.CreateSymbolicLink(directory[".deeptrain-link.tmp"], directory["precious"]);
        CancellationToken token = TestContext.Current.CancellationToken;
        await Task.Run(() => SampleState.Create().Save(directory["net"]), token).WaitAsync(Patience, token);
        Assert.Equal(
            new[] { ".deeptrain-link.tmp", ".deeptrain-pipe.tmp", "net", "precious" }.Order(), directory.Files);
        Assert.Equal("precious", File.ReadAllText(directory["precious"]));
    }
}
