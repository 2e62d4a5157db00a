using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;

namespace DeepTrain.Tests.Documentation;

/// <summary>
/// The public types of an assembly on one page of Markdown, from its XML documentation. What is public for emitted code only is left
/// out.
/// </summary>
internal sealed class ApiPage
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly XmlDocumentation _documentation;
    private readonly List<string> _undocumented = [];

    public ApiPage(Assembly assembly, string introduction)
    {
        _documentation = new XmlDocumentation(assembly);
        var page = new StringBuilder($"# {assembly.GetName().Name}: types and members\n\n{introduction}\n");
        Type[] types = [.. assembly.GetExportedTypes().Where(IsForUsers).OrderBy(CSharpSignature.Name, StringComparer.Ordinal)];
        page.Append('\n').AppendJoin(" · ", types.Select(type => $"[{Escaped(type)}](#{Anchor(type)})")).Append('\n');
        foreach (Type type in types)
            Write(page, type);
        Text = page.ToString();
    }

    public string Text { get; }

    /// <summary>Types and members without a summary.</summary>
    public IReadOnlyList<string> Undocumented => _undocumented;

    private void Write(StringBuilder page, Type type)
    {
        page.Append($"\n## {Escaped(type)}\n\n");
        Write(page, type, "");
        // a nested type has a section of its own; what a delegate has nobody has written
        bool isDelegate = type.IsSubclassOf(typeof(Delegate));
        IEnumerable<MemberInfo> members = type.GetMembers(Declared)
            .Where(member => !isDelegate && member is not Type && IsForUsers(member) && !IsImplicit(member));
        foreach (MemberInfo member in members.OrderBy(Order).ThenBy(member => member.MetadataToken))
        {
            page.Append(type.IsEnum ? $"\n- `{member.Name}`: " : $"\n- `{CSharpSignature.Of(member)}`  \n  ");
            Write(page, member, "  ");
        }
    }

    private void Write(StringBuilder page, MemberInfo member, string indent)
    {
        XElement? about = _documentation.Of(member);
        string summary = XmlDocumentation.Text(about?.Element("summary"));
        if (summary.Length == 0 && about?.Element("inheritdoc") is null)
            _undocumented.Add($"{member.DeclaringType?.Name}.{member.Name}");
        page.Append(summary).Append('\n');
        if (XmlDocumentation.Text(about?.Element("remarks")) is { Length: > 0 } remarks)
            page.Append($"\n{indent}{remarks}\n");
        foreach (XElement parameter in about?.Elements("param") ?? [])
            page.Append($"{indent}- `{parameter.Attribute("name")!.Value}`: {XmlDocumentation.Text(parameter)}\n");
        if (XmlDocumentation.Text(about?.Element("returns")) is { Length: > 0 } returns)
            page.Append($"{indent}- returns: {returns}\n");
        foreach (XElement exception in about?.Elements("exception") ?? [])
        {
            string name = exception.Attribute("cref")!.Value.Split('.')[^1];
            page.Append($"{indent}- throws `{name}`: {XmlDocumentation.Text(exception)}\n");
        }
    }

    // a constructor that nobody has written
    private bool IsImplicit(MemberInfo member) =>
        member is ConstructorInfo constructor && constructor.GetParameters().Length == 0 && _documentation.Of(member) is null;

    private static int Order(MemberInfo member) => member switch
    {
        ConstructorInfo => 0,
        FieldInfo => 1,
        PropertyInfo => 2,
        _ => 3,
    };

    private static bool IsForUsers(MemberInfo member)
    {
        for (MemberInfo? outer = member; outer is not null; outer = outer.DeclaringType)
        {
            if (outer is Type { Namespace: "DeepTrain.Runtime" })
                return false;
            if (outer.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never })
                return false;
        }

        return !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
        {
            Type type => type.DeclaringType is null || type.IsNestedPublic,
            MethodInfo method => !method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(object),
            FieldInfo field => !field.IsSpecialName,
            PropertyInfo property => property.Name != "EqualityContract",
            _ => true,
        };
    }

    private static string Escaped(Type type) => CSharpSignature.Name(type).Replace("<", "\\<");

    private static string Anchor(Type type) =>
        string.Concat(CSharpSignature.Name(type).ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character == '-'));
}
