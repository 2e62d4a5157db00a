using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

internal enum EmittedKind
{
    Constant,
    StaticProperty,
    ReadOnlyProperty,
    Property,
    Method,
    Constructor,

    /// <summary>The static method that creates a network: its type is the class itself.</summary>
    Factory,
}

/// <summary>A parameter of a member.</summary>
/// <param name="Type">The type as signatures compare it, without the question mark of what may be null.</param>
/// <param name="IsNullable">Whether null may be passed.</param>
/// <param name="IsOptional">Whether it may be left out, and is <paramref name="Default"/> then.</param>
internal sealed record EmittedParameter(
    string Type, string Name, bool IsNullable = false, bool IsOptional = false, string Default = "null")
{
    public string Declaration => Type + (IsNullable ? "? " : " ") + Name + (IsOptional ? $" = {Default}" : "");

    /// <summary>The same without notes on null, which old C# does not know.</summary>
    public string PlainDeclaration => $"{Type} {Name}{(IsOptional ? $" = {Default}" : "")}";
}

/// <summary>A member that the generator adds to every network.</summary>
/// <param name="ForLabels">Whether it is public only where the loss takes labels.</param>
/// <param name="IsOfState">Whether the runtime library's part of the network does it, and not the emitted code.</param>
/// <param name="StateName">What the runtime library calls a property, if not by the same name.</param>
internal sealed record EmittedMember(
    EmittedKind Kind, string Type, string Name, IReadOnlyList<EmittedParameter> Parameters, bool ForLabels = false,
    bool IsOfState = false, string? StateName = null)
{
    /// <summary>The parameters as they are declared.</summary>
    public string Signature => string.Join(", ", Parameters.Select(parameter => parameter.Declaration));

    /// <summary>The same for an implementation that only the interface calls: nothing may be left out there.</summary>
    public string FullSignature =>
        string.Join(", ", Parameters.Select(parameter => (parameter with { IsOptional = false }).Declaration));

    /// <summary>The same in old C#.</summary>
    public string PlainSignature => string.Join(", ", Parameters.Select(parameter => parameter.PlainDeclaration));

    /// <summary>Unique among the members: the name, and what tells overloads apart.</summary>
    public string Key => HasSignature ? $"{Name}({string.Join(", ", Parameters.Select(p => p.Type))})" : Name;

    /// <summary>Methods and constructors clash by signature, everything else by name.</summary>
    public bool HasSignature => Kind is EmittedKind.Method or EmittedKind.Constructor or EmittedKind.Factory;

    /// <summary>Constants and static properties cannot be the interface's; they need an explicit twin.</summary>
    public bool ImplementsInterface =>
        Kind is EmittedKind.ReadOnlyProperty or EmittedKind.Property or EmittedKind.Method or EmittedKind.Factory;

    public bool IsPartOfInterface => Kind is not EmittedKind.Constructor;
}

/// <summary>
/// The public surface of a network, in one place: what is emitted, and what a class must leave free. Besides it there is one
/// private field, whose name is chosen among those that are free.
/// </summary>
internal static class EmittedMembers
{
    public const string ConstructorName = ".ctor";

    public const string Interface = "global::DeepTrain.INetwork";

    /// <summary>The interface that has <see cref="EmittedKind.Factory"/>, and all members of the other one.</summary>
    public static string InterfaceOf(NetworkHeader header) => $"{Interface}<{header.QualifiedName}>";

    private const string Floats = "global::System.ReadOnlySpan<float>";
    private const string Labels = "global::System.ReadOnlySpan<int>";

    private const string Words = "global::System.Collections.Generic.IReadOnlyDictionary<string, string>";
    private const string Names = "global::System.Collections.Generic.IReadOnlyList<string>";

    private static readonly EmittedParameter Path = new("string", "path");
    private static readonly EmittedParameter Stream = new("global::System.IO.Stream", "stream");
    private static readonly EmittedParameter Metadata = new(Words, "metadata", IsNullable: true);
    private static readonly EmittedParameter Options =
        new("global::DeepTrain.LoadOptions", "options", IsNullable: true, IsOptional: true);
    private static readonly EmittedParameter OnnxOptions =
        new("global::DeepTrain.OnnxOptions", "options", IsNullable: true, IsOptional: true);
    private static readonly EmittedParameter Inputs = new(Floats, "inputs");
    private static readonly EmittedParameter Targets = new(Floats, "targets");
    private static readonly EmittedParameter LabelTargets = new(Labels, "labels");
    private static readonly EmittedParameter Observer = new("global::DeepTrain.ILayerObserver", "observer");
    private static readonly EmittedParameter RowWeights = new(Floats, "rowWeights");
    private static readonly EmittedParameter Scale = new("float", "scale", IsOptional: true, Default: "1f");

    public static readonly IReadOnlyList<EmittedMember> All =
    [
        new(EmittedKind.Constant, "int", "InputSize", []),
        new(EmittedKind.Constant, "int", "OutputSize", []),
        new(EmittedKind.Constant, "int", "ParameterCount", []),
        new(EmittedKind.Constructor, "", ConstructorName, []),
        new(EmittedKind.Constructor, "", ConstructorName, [new("ulong", "seed")]),
        new(EmittedKind.Factory, "", "Create", [new("ulong", "seed")]),
        new(EmittedKind.StaticProperty, "global::DeepTrain.NetworkDescription", "Description", []),
        new(EmittedKind.Property, "float", "LearningRate", []),
        new(EmittedKind.Property, "int", "Threads", []),
        new(EmittedKind.Property, "float", "Regularization", []),
        new(EmittedKind.Property, "long", "Batches", [], StateName: "BatchCount"),
        new(EmittedKind.ReadOnlyProperty, "global::DeepTrain.ParameterList", "Parameters", []),
        new(EmittedKind.ReadOnlyProperty, "global::System.Span<float>", "Gradients", [], StateName: "GradientSpan"),
        new(EmittedKind.Method, "void", "Predict", [Inputs, new("global::System.Span<float>", "outputs")]),
        new(EmittedKind.Method, "float", "Loss", [Inputs, Targets]),
        new(EmittedKind.Method, "float", "Loss", [Inputs, LabelTargets], ForLabels: true),
        new(EmittedKind.Method, "float", "Loss", [Inputs, Targets, RowWeights]),
        new(EmittedKind.Method, "float", "Loss", [Inputs, LabelTargets, RowWeights], ForLabels: true),
        new(EmittedKind.Method, "float", "Penalty", []),
        new(EmittedKind.Method, "float", "TrainBatch", [Inputs, Targets]),
        new(EmittedKind.Method, "float", "TrainBatch", [Inputs, LabelTargets], ForLabels: true),
        new(EmittedKind.Method, "float", "TrainBatch", [Inputs, Targets, RowWeights]),
        new(EmittedKind.Method, "float", "TrainBatch", [Inputs, LabelTargets, RowWeights], ForLabels: true),
        new(EmittedKind.Method, "float", "ComputeGradients", [Inputs, Targets]),
        new(EmittedKind.Method, "float", "ComputeGradients", [Inputs, LabelTargets], ForLabels: true),
        new(EmittedKind.Method, "float", "ComputeGradients", [Inputs, Targets, RowWeights]),
        new(EmittedKind.Method, "float", "ComputeGradients", [Inputs, LabelTargets, RowWeights], ForLabels: true),
        new(EmittedKind.Method, "float", "Accumulate", [Inputs, Targets, Scale]),
        new(EmittedKind.Method, "float", "Accumulate", [Inputs, LabelTargets, Scale], ForLabels: true),
        new(EmittedKind.Method, "float", "Accumulate", [Inputs, Targets, RowWeights, Scale]),
        new(EmittedKind.Method, "float", "Accumulate", [Inputs, LabelTargets, RowWeights, Scale], ForLabels: true),
        new(EmittedKind.Method, "void", "ApplyGradients", []),
        new(EmittedKind.Method, "float", "Inspect", [Inputs, Targets, Observer]),
        new(EmittedKind.Method, "float", "Inspect", [Inputs, LabelTargets, Observer], ForLabels: true),
        new(EmittedKind.Method, "void", "WarmUp", [new("int", "rows", IsOptional: true, Default: "1")]),
        OfState("void", "Save", Path),
        OfState("void", "Save", Path, Metadata),
        OfState("void", "Save", Stream, Metadata with { IsOptional = true }),
        OfState(Words, "Load", Path),
        OfState(Words, "Load", Stream),
        OfState("void", "SaveWeights", Path),
        OfState("void", "SaveWeights", Stream),
        OfState(Names, "LoadWeights", Path, Options),
        OfState(Names, "LoadWeights", Stream, Options),
        new(EmittedKind.Method, "void", "ExportOnnx", [Path, OnnxOptions]),
        new(EmittedKind.Method, "void", "ExportOnnx", [Stream, OnnxOptions]),
    ];

    private static EmittedMember OfState(string type, string name, params EmittedParameter[] parameters) =>
        new(EmittedKind.Method, type, name, parameters, IsOfState: true);
}
