using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The methods that layers of equal shape have in common, and whose they are: a network of twenty equal layers is not twenty times as
/// long. It is settled before anything is printed: a method belongs to the first stage that needs it, at the first width.
/// </summary>
internal sealed class SharedMethods
{
    private readonly Dictionary<MethodShape, Entry> _methods = [];

    /// <param name="Name">What the method is called.</param>
    /// <param name="Stage">In whose file it is written.</param>
    /// <param name="Width">In which of the stage's files.</param>
    private readonly record struct Entry(string Name, Stage Stage, VectorType Width);

    public static SharedMethods Of(NetworkPlan plan)
    {
        var shared = new SharedMethods();
        foreach (Stage stage in plan.Stages)
        {
            foreach (VectorType width in plan.Widths)
            {
                foreach (SharedMethod method in StageMethods.Of(plan, stage, width))
                {
                    if (!shared._methods.ContainsKey(method.Shape))
                        shared._methods.Add(method.Shape, new Entry(method.Name, stage, width));
                }
            }
        }

        return shared;
    }

    /// <summary>As a stage's file for a width sees them.</summary>
    public FileMethods In(Stage stage, VectorType width) => new(this, stage, width);

    /// <summary>The shared methods, seen from one file.</summary>
    internal sealed class FileMethods(SharedMethods shared, Stage stage, VectorType width)
    {
        /// <summary>What the method of this shape is called.</summary>
        public string NameOf(MethodShape shape) => shared._methods[shape].Name;

        public string NameOf(SharedMethod method) => NameOf(method.Shape);

        /// <summary>Whether the method is written here, under its own name; otherwise another one of its shape is.</summary>
        public bool IsOwn(SharedMethod method) => shared._methods[method.Shape] == new Entry(method.Name, stage, width);
    }
}
