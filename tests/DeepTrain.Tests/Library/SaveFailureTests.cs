using Xunit;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Library;

public class SaveFailureTests
{
    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["net"], "old");
        var failure = new IOException("disk full");
        IOException thrown = Assert.Throws<IOException>(() => AtomicFile.Write(directory["net"], stream =>
        {
            stream.Write(new byte[1_000_000]);
            Assert.Equal(2, directory.Files.Length);
            Assert.Equal("old", File.ReadAllText(directory["net"]));
            throw failure;
        }));
        Assert.Same(failure, thrown);
        Assert.Equal("old", File.ReadAllText(directory["net"]));
        Assert.Equal(["net"], directory.Files);
    }

    [Fact]
    public void A_rename_that_fails_leaves_nothing_behind()
    {
        using var directory = new TemporaryDirectory();
        // the path becomes a directory while the file is being written
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(directory["net"], _ =>
        {
            Directory.CreateDirectory(directory["net"]);
            File.WriteAllText(Path.Combine(directory["net"], "inside"), "");
        }));
        Assert.Equal(["net"], directory.Files);
        Assert.True(Directory.Exists(directory["net"]));
    }

    [Fact]
    public void A_directory_is_not_a_file()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["net"]);
        IOException exception = Assert.Throws<IOException>(() => SampleState.Create().Save(directory["net"]));
        Assert.Contains("is a directory", exception.Message);
        Assert.Contains(directory["net"], exception.Message);
        Assert.Equal(["net"], directory.Files);
    }

    [Fact]
    public void A_missing_directory_is_named()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory["missing"], "net");
        DirectoryNotFoundException exception =
            Assert.Throws<DirectoryNotFoundException>(() => SampleState.Create().Save(path));
        Assert.Contains(path, exception.Message);
        Assert.Empty(directory.Files);
    }

    [Fact]
    public void A_read_only_file_stays()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["net"], "old");
        File.SetAttributes(directory["net"], FileAttributes.ReadOnly);
        UnauthorizedAccessException exception =
            Assert.Throws<UnauthorizedAccessException>(() => SampleState.Create().Save(directory["net"]));
        Assert.Contains("read-only", exception.Message);
        Assert.Equal("old", File.ReadAllText(directory["net"]));
        Assert.Equal(["net"], directory.Files);
        File.SetAttributes(directory["net"], FileAttributes.Normal);
    }

    [Fact]
    public void A_directory_without_the_right_to_write_is_named()
    {
        // a privileged user may write anywhere
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        using var directory = new TemporaryDirectory();
        string closed = Directory.CreateDirectory(directory["closed"]).FullName;
        string path = Path.Combine(closed, "net");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            UnauthorizedAccessException exception =
                Assert.Throws<UnauthorizedAccessException>(() => SampleState.Create().Save(path));
            Assert.Contains($"no file may be created in {closed}", exception.Message);
            Assert.Equal("old", File.ReadAllText(path));
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_link_stays_a_link_and_the_mode_is_kept()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var directory = new TemporaryDirectory();
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.WriteAllText(directory["net"], "old");
        File.SetUnixFileMode(directory["net"], Mode);
        File.CreateSymbolicLink(directory["link"], directory["net"]);
        NetworkState saved = SampleState.Trained();
        saved.Save(directory["link"]);
        Assert.NotNull(new FileInfo(directory["link"]).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(directory["net"]));
        NetworkState loaded = SampleState.Create();
        loaded.Load(directory["net"]);
        Assert.Equal(saved.Values("dense1.weight"), loaded.Values("dense1.weight"));
    }

    [Fact]
    public void A_name_is_needed()
    {
        Assert.Throws<ArgumentException>(() => SampleState.Create().Save(""));
        Assert.Throws<ArgumentNullException>(() => SampleState.Create().Load((string)null!));
    }
}
