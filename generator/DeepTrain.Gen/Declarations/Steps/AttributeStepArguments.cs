using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// The arguments of an attribute in source. What the compiler could not make sense of counts as not given: the compiler has
/// already said so.
/// </summary>
internal sealed class AttributeStepArguments : StepArguments
{
    private readonly AttributeData _attribute;
    private readonly Problems _problems;
    private readonly Dictionary<string, TypedConstant> _values = new(StringComparer.Ordinal);

    public AttributeStepArguments(AttributeData attribute, string stepName, Problems problems)
    {
        _attribute = attribute;
        _problems = problems;
        StepName = stepName;

        var parameters = attribute.AttributeConstructor?.Parameters ?? [];
        var arguments = attribute.ConstructorArguments;
        HasCompilerErrors = attribute.AttributeConstructor is null || parameters.Length != arguments.Length;
        for (int i = 0; i < Math.Min(parameters.Length, arguments.Length); i++)
            Add(parameters[i].Name, arguments[i]);
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
            Add(argument.Key, argument.Value);
    }

    public string StepName { get; }

    /// <summary>
    /// True if the compiler rejects the attribute, or the value of an argument comes from code that another generator adds.
    /// </summary>
    public bool HasCompilerErrors { get; private set; }

    /// <summary>True once an argument was outside its domain: the step is not what was declared.</summary>
    public bool HasProblems { get; private set; }

    public override bool IsGiven(string name) => _values.ContainsKey(name);

    public ulong Number(string name) => Value(name) is ulong value ? value : 0;

    /// <summary>The text even if it is empty; null if there is none.</summary>
    public string? TextOrNull(string name) => Value(name) as string;

    protected override object? Value(string name) => _values.TryGetValue(name, out TypedConstant value) ? value.Value : null;

    protected override void OutOfRange(string name, string value, string domain) => Reject(name, value, domain);

    /// <summary>Reports an argument that the step itself cannot judge.</summary>
    public void Reject(string name, string value, string domain)
    {
        HasProblems = true;
        _problems.Add(Diagnostics.DeclarationRules.ArgumentRange, _attribute, name, name, StepName, value, domain);
    }

    private void Add(string name, TypedConstant value)
    {
        if (value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum)
            _values[name] = value;
        else
            HasCompilerErrors = true;
    }
}
