namespace DeepTrain.Gen.Emission;

/// <summary>
/// Members that are there for the code around them alone: each throws, and says why. They are C# 5; an empty line is behind each.
/// </summary>
/// <param name="message">What the exception says.</param>
internal sealed class ThrowingMembers(SourceWriter writer, string message)
{
    private readonly string _failure = $"throw new global::System.InvalidOperationException({CSharpLiteral.Of(message)});";

    public void Method(string declaration)
    {
        using (writer.Block(declaration))
            writer.Line(_failure);
        writer.Line();
    }

    public void Property(string declaration, bool hasSetter = false)
    {
        using (writer.Block(declaration))
        {
            writer.Line($"get {{ {_failure} }}");
            if (hasSetter)
                writer.Line($"set {{ {_failure} }}");
        }

        writer.Line();
    }
}
