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
}
