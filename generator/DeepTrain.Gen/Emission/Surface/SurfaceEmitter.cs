using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Prediction;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints what users call. It stands in their class, among whatever else they have declared, so that every type has its full
/// name and every member only hands on to the network's <see cref="KernelClass"/>.
/// </summary>
internal sealed class SurfaceEmitter(NetworkPlan plan)
{
    private readonly NetworkSpec _spec = plan.Spec;
    private readonly string _name = plan.Spec.Header.Name;
    private readonly string _state = plan.Spec.Header.StateField;
    private readonly string _kernels = KernelClass.Qualified(plan.Spec.Header);
    private readonly bool _takesLabels = plan.Spec.Loss.TakesLabels(plan.Outputs);

    public void EmitDocumentation(SourceWriter writer) =>
        writer.Lines(SummaryTable.Lines(_spec).Select(line => "/// " + line));

    /// <summary>What stands above the network's kernels.</summary>
    public void EmitKernelHead(SourceWriter writer)
    {
        writer.Line($"/// <summary>What the network {_name.TrimStart('@')} does: the code behind its public members.</summary>");
        writer.Line(EmittedFile.Attributes);
        const string never = "global::System.ComponentModel.EditorBrowsableState.Never";
        writer.Line($"[global::System.ComponentModel.EditorBrowsable({never})]");
    }

    public void Emit(SourceWriter writer)
    {
        writer.Line($"private readonly global::DeepTrain.Runtime.NetworkState {_state};");
        writer.Line();
        Member(writer, $"public {_name}()\n    : this({CSharpLiteral.Of(_spec.Seed)})\n{{\n}}",
            "<summary>A new network, with weights drawn from the declared seed.</summary>");
        Member(writer, $"public {_name}(ulong seed)\n{{\n    {_state} = {_kernels}.Create(seed);\n}}",
            "<summary>A new network, with weights drawn from <paramref name=\"seed\"/>.</summary>",
            "<param name=\"seed\">The seed of the weights and of every random number in training.</param>");
        Constant(writer, "InputSize", _spec.Input.Size, "Numbers in an input row.");
        Constant(writer, "OutputSize", plan.Outputs, "Numbers in an output row.");
        Constant(writer, "ParameterCount", _spec.ParameterCount, "Trainable numbers.");
        Member(writer, $"public static global::DeepTrain.NetworkDescription Description => {_kernels}.Description;",
            "<summary>The layers, their shapes and their costs.</summary>");
        foreach (EmittedMember member in EmittedMembers.All)
            EmitMember(writer, member);
        EmitInterface(writer);
    }

    private void EmitMember(SourceWriter writer, EmittedMember member)
    {
        if (member.ForLabels && !_takesLabels)
            return;
        string property = $"{_state}.{member.StateName ?? member.Name}";
        switch (member.Kind)
        {
            case EmittedKind.ReadOnlyProperty:
                Member(writer, $"public {member.Type} {member.Name} => {property};");
                break;
            case EmittedKind.Property:
                Member(writer, $"public {member.Type} {member.Name}\n{{\n    get => {property};\n"
                    + $"    set => {property} = value;\n}}");
                break;
            case EmittedKind.Factory:
                string self = _spec.Header.QualifiedName;
                Member(writer, $"public static {self} {member.Name}({member.Signature}) =>\n    new {self}(seed);");
                break;
            case EmittedKind.Method:
                IEnumerable<string> names = member.Parameters.Select(parameter => parameter.Name);
                string call = member.IsOfState
                    ? $"{_state}.{member.Name}({string.Join(", ", names)})"
                    : $"{_kernels}.{member.Name}({string.Join(", ", names.Prepend(_state))})";
                Member(writer, $"public {member.Type} {member.Name}({member.Signature}) =>\n    {call};");
                break;
        }
    }

    private void EmitInterface(SourceWriter writer)
    {
        foreach (EmittedMember member in EmittedMembers.All.Where(member => member.IsPartOfInterface))
        {
            if (!member.ImplementsInterface)
            {
                Member(writer, $"{member.Type} {EmittedMembers.Interface}.{member.Name} => {member.Name};");
            }
            else if (member.ForLabels && !_takesLabels)
            {
                string outputs = plan.Outputs == 1 ? "one output" : $"{plan.Outputs} outputs";
                string refusal = $"{_name.TrimStart('@')} is trained with {_spec.Loss.Kind} on {outputs}, "
                    + "which takes targets, not labels.";
                Member(writer, $"{member.Type} {EmittedMembers.Interface}.{member.Name}({member.FullSignature}) =>\n"
                    + $"    throw new global::System.NotSupportedException({CSharpLiteral.Of(refusal)});");
            }
        }
    }

    private static void Constant(SourceWriter writer, string name, int value, string summary) => writer
        .Line($"/// <summary>{summary}</summary>")
        .Line(EmittedFile.GeneratedCode)
        .Line($"public const int {name} = {CSharpLiteral.Of(value)};")
        .Line();

    /// <summary>A member with its documentation, the interface's unless there is another.</summary>
    private static void Member(SourceWriter writer, string code, params string[] documentation)
    {
        foreach (string line in documentation.Length > 0 ? documentation : ["<inheritdoc/>"])
            writer.Line("/// " + line);
        writer.Line(EmittedFile.Attributes).Line(code).Line();
    }

    /// <summary>Prints the table of layers that users see as <c>Description</c>.</summary>
    public static void EmitDescription(SourceWriter writer, NetworkPlan plan, MemoryPlan memory)
    {
        NetworkSpec spec = plan.Spec;
        writer.Line("/// <summary>The layers, their shapes and their costs.</summary>");
        writer.Line($"public static readonly {Import.NetworkDescription} Description = new {Import.NetworkDescription}(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpLiteral.Of(spec.Header.Name.TrimStart('@'))},");
            writer.Line(Dimensions(spec.Input) + ",");
            writer.Line($"new {Import.LayerDescription}[]");
            using (writer.Block("", end: "},"))
            {
                foreach ((LayerSpec layer, LayerPrediction prediction) in
                    spec.Layers.Zip(NetworkPrediction.Of(spec).Layers, (layer, prediction) => (layer, prediction)))
                {
                    string[] arguments =
                    [
                        CSharpLiteral.Of(layer.Name), CSharpLiteral.Of(layer.Kind), Dimensions(layer.Output),
                        CSharpLiteral.Of(layer.ParameterCount), CSharpLiteral.Of(layer.MultiplyAdds),
                        CSharpLiteral.FourDigits(prediction.ActivationStd), CSharpLiteral.FourDigits(prediction.GradientStd),
                    ];
                    writer.Line($"new {Import.LayerDescription}({string.Join(", ", arguments)}),");
                }
            }

            long arenas = (long)plan.Parameters.TrainableLength * (2 + spec.Optimizer.Slots.Count)
                + plan.Parameters.FrozenLength + plan.Parameters.RunningLength + memory.FixedFloats;
            writer.Line($"{Import.LossKind}.{spec.Loss.Kind},");
            writer.Line($"{CSharpLiteral.Of(spec.Optimizer.Kind)},");
            writer.Line($"{CSharpLiteral.Of(4 * arenas)},");
            writer.Line($"{CSharpLiteral.Of(4L * memory.FloatsPerRow)});");
        }

        writer.Line();
    }

    private static string Dimensions(Shape shape) =>
        $"new int[] {{ {string.Join(", ", shape.Dimensions.Select(CSharpLiteral.Of))} }}";
}
