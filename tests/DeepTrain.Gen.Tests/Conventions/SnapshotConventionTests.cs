using System.Reflection;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Conventions;

public class SnapshotConventionTests
{
    [Fact]
    public void Every_snapshot_belongs_to_a_test()
    {
        HashSet<string> tests =
        [
            .. from type in Assembly.GetExecutingAssembly().GetTypes()
               from method in type.GetMethods()
               where method.IsDefined(typeof(FactAttribute))
               select $"{type.Name}.{method.Name}",
        ];

        string[] snapshots = [.. Directory.GetFiles(Snapshots.Folder, "*.verified.cs")
            .Select(path => Path.GetFileName(path))];

        Assert.NotEmpty(snapshots);
        Assert.All(snapshots, name => Assert.Contains(name.Split('#')[0], tests));
    }

    [Fact]
    public void No_emitted_line_is_too_long_to_be_read()
    {
        const int Longest = 160;
        string[] lines = [.. Directory.GetFiles(Snapshots.Folder, "*.verified.cs").SelectMany(File.ReadLines)];

        Assert.Contains(lines, line => line.Length > Longest / 2);
        Assert.DoesNotContain(lines, line => line.Length > Longest);
    }
}
