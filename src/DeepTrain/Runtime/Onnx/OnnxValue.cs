namespace DeepTrain.Runtime;

/// <summary>What nodes of a graph read and write. Names are settled when the graph is whole.</summary>
internal sealed class OnnxValue(string name = "")
{
    public string Name { get; set; } = name;
}
