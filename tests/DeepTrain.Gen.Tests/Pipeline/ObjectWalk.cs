using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>Visits every object that can be reached through fields, and notes those that keep a compilation alive.</summary>
internal sealed class ObjectWalk
{
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    public List<string> Leaks { get; } = [];

    public int Count { get; private set; }

    public void Visit(object? value, string path)
    {
        if (value is null || value is Type || value.GetType().IsPrimitive || value is string || value is Delegate)
            return;
        if (!value.GetType().IsValueType && !_seen.Add(value))
            return;
        Count++;
        if (value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location
            or AttributeData or SourceText or SyntaxToken or TypedConstant)
        {
            Leaks.Add($"{path}: {value.GetType()}");
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (object? item in items)
                Visit(item, path + "[]");
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            FieldInfo[] fields = type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            foreach (FieldInfo field in fields)
            {
                if (!field.FieldType.IsPrimitive && !field.FieldType.IsEnum && !field.FieldType.IsPointer)
                    Visit(field.GetValue(value), $"{path}.{field.Name}");
            }
        }
    }
}
