using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>Network c in a project that is being edited, for the time the generator takes after a keystroke.</summary>
internal sealed class GeneratorEdits
{
    public const string Network = """
        namespace Project;

        [Network]
        [Input(784)]
        [Dense(512)]
        [BatchNorm]
        [ReLU]
        [Dropout(0.5f)]
        [Dense(256)]
        [BatchNorm]
        [ReLU]
        [Dropout(0.5f)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [Adam]
        public partial class Classifier
        {
            public static int Edits => 0;
        }
        """;

    public const string ImageNetwork = """
        namespace Project;

        [Network]
        [Input(3, 32, 32)]
        [Conv2D(32, 3, Padding = Padding.Same)]
        [BatchNorm]
        [ReLU]
        [Conv2D(32, 3, Padding = Padding.Same)]
        [BatchNorm]
        [ReLU]
        [MaxPool2D(2)]
        [Conv2D(64, 3, Padding = Padding.Same)]
        [BatchNorm]
        [ReLU]
        [Conv2D(64, 3, Padding = Padding.Same)]
        [BatchNorm]
        [ReLU]
        [MaxPool2D(2)]
        [Flatten]
        [Dense(128)]
        [ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [SGD]
        public partial class ImageClassifier;
        """;

    /// <summary>What a project has besides its network.</summary>
    public const string Program = """
        namespace Project;

        public static class Program
        {
            private static int s_edits = 0;

            public static float Half(float value) => value / 2;

            public static int Count() => s_edits++;
        }
        """;

    private readonly CSharpCompilation _project = InMemoryProject.Declare(Network, Program);
    private readonly GeneratorDriver _afterFirstRun;
    private int _edits;

    public GeneratorEdits() => _afterFirstRun = Cold();

    /// <summary>A first run, as on opening the project.</summary>
    public GeneratorDriver Cold() => InMemoryProject.NewDriver().RunGenerators(_project);

    /// <summary>An edit inside the class that leaves the network as it is.</summary>
    public GeneratorDriver EditClass() => AfterEdit(1, Network, "Edits => 0", "Edits => ");

    /// <summary>An edit of the network itself: all of its code is emitted again.</summary>
    public GeneratorDriver EditNetwork() => AfterEdit(1, Network, "Dropout(0.5f)", "Dropout(0.5f / ", ")");

    /// <summary>An edit in another file.</summary>
    public GeneratorDriver EditElsewhere() => AfterEdit(2, Program, "s_edits = 0", "s_edits = ");

    // file 0 holds the global usings
    private GeneratorDriver AfterEdit(int file, string source, string old, string start, string end = "")
    {
        SyntaxTree tree = _project.SyntaxTrees[file];
        string edited = source.Replace(old, start + ++_edits + end, StringComparison.Ordinal);
        return _afterFirstRun.RunGenerators(_project.ReplaceSyntaxTree(tree, InMemoryProject.Parse(edited, tree.FilePath)));
    }
}
