using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The surface of a network that cannot be compiled. With it the one error is the one that says what is wrong with the
/// declaration, and not one more for every use of the class.
/// </summary>
internal static class SkeletonEmitter
{
    public static string Emit(NetworkHeader header, IReadOnlyCollection<string> taken)
    {
        var writer = new SourceWriter();
        EmittedFile.WriteHead(writer);
        writer.Line("#pragma warning disable").Line();
        var blocks = new Stack<IDisposable>();
        if (header.Namespace is not null)
            blocks.Push(writer.Block($"namespace {header.Namespace}"));
        foreach (ContainingType container in header.Containers)
            blocks.Push(writer.Block(container.Declaration));

        string message = $"The declaration of network {header.Name.TrimStart('@')} is invalid: its DTG errors say why.";
        writer.Line($"/// <summary>{message}</summary>");
        writer.Line("[global::System.CodeDom.Compiler.GeneratedCode(\"DeepTrain.Gen\", null)]");
        blocks.Push(writer.Block($"partial class {header.Name} : {EmittedMembers.Interface}"));

        string failure = $"throw new global::System.InvalidOperationException({CSharpLiteral.Of(message)})";
        foreach (EmittedMember member in EmittedMembers.All)
        {
            bool isTaken = taken.Contains(member.Key);
            if (!isTaken)
                EmitMember(writer, header.Name, member, failure);
            bool isImplemented =
                (member.ImplementsInterface && !isTaken) || taken.Contains(MemberClashes.InterfaceKey(member.Key));
            if (member.IsPartOfInterface && !isImplemented)
                EmitImplementation(writer, member, failure);
        }

        while (blocks.Count > 0)
            blocks.Pop().Dispose();
        return writer.ToString();
    }

    private static void EmitMember(SourceWriter writer, string className, EmittedMember member, string failure)
    {
        if (member.Kind == EmittedKind.Private)
            return;
        writer.Line($"/// <summary>{(member.Kind == EmittedKind.Constant ? "Not known." : "Always throws.")}</summary>");
        writer.Line(member.Kind switch
        {
            // 1 and not 0: someone may divide by it
            EmittedKind.Constant => $"public const int {member.Name} = 1;",
            EmittedKind.StaticProperty => $"public static {member.Type} {member.Name} => {failure};",
            EmittedKind.Constructor => $"public {className}({Parameters(member)}) => {failure};",
            _ => $"public {Body(member, member.Name, failure)}",
        });
        writer.Line();
    }

    private static void EmitImplementation(SourceWriter writer, EmittedMember member, string failure) =>
        writer.Line(Body(member, $"{EmittedMembers.Interface}.{member.Name}", failure)).Line();

    private static string Body(EmittedMember member, string name, string failure) => member.Kind switch
    {
        EmittedKind.Property => $"{member.Type} {name} {{ get => {failure}; set => {failure}; }}",
        EmittedKind.Method => $"{member.Type} {name}({Parameters(member)}) => {failure};",
        _ => $"{member.Type} {name} => {failure};",
    };

    private static string Parameters(EmittedMember member) =>
        string.Join(", ", member.Parameters.Select(Parameter));

    private static string Parameter(EmittedParameter parameter) =>
        parameter.Type + (parameter.IsNullable ? "? " : " ") + parameter.Name + (parameter.IsOptional ? " = null" : "");
}
