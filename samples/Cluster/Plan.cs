using DeepTrain;

/// <summary>How many ranks are worth it, for networks from tiny to the size of CIFAR's: modelled, not measured.</summary>
public static class Plan
{
    private static readonly (string Name, int Numbers, int Batch, double Row, double Update)[] s_networks =
    [
        // microseconds of one core with 512-bit vectors
        ("a: 2-16-1, 64 rows", 65, 64, 0.02, 0.2),
        ("b: 784-128-10, 256 rows", 101_770, 256, 2.1, 25),
        ("c: 784-512-256-10, 256 rows", 537_354, 256, 9.5, 180),
        ("CIFAR-sized, 64 rows", 591_658, 64, 1500, 200),
        ("CIFAR-sized, 1,024 rows", 591_658, 1024, 1500, 200),
    ];

    public static void Show() => Console.Write(Text());

    /// <summary>A table for each network and link.</summary>
    public static string Text()
    {
        var text = new System.Text.StringBuilder();
        foreach (ClusterLink link in (ClusterLink[])[ClusterLink.InfiniBand, ClusterLink.Ethernet])
        {
            foreach ((string name, int numbers, int batch, double row, double update) in s_networks)
            {
                var model = new ScalingModel
                {
                    Numbers = numbers, BatchSize = batch, Shards = Math.Min(batch, 256), SecondsPerRow = row * 1e-6,
                    SecondsPerUpdate = update * 1e-6, Link = link,
                };
                text.Append($"{name}; {link.Name}: useful up to {model.LargestUseful()} ranks\n\n");
                text.Append(ScalingTable.Of(model, 1, 2, 3, 4, 8, 16, 64, 256)).Append('\n');
            }
        }
        return text.ToString();
    }
}
