using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepTrain.Tests.Documentation;

/// <summary>An assembly's XML documentation, found by member and turned into Markdown.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    public XmlDocumentation(Assembly assembly) =>
        _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>What is written on a member, or on the one that it overrides or implements; null for nothing.</summary>
    public XElement? Of(MemberInfo member)
    {
        if (!_members.TryGetValue(Id(member), out XElement? own))
            return null;
        if (own.Element("inheritdoc") is null)
            return own;
        IEnumerable<Type> bases = (member.DeclaringType!.BaseType is { } parent ? [parent] : Array.Empty<Type>())
            .Concat(member.DeclaringType.GetInterfaces());
        return bases.SelectMany(type => type.GetMember(member.Name, BindingFlags.Public | BindingFlags.Instance))
            .Select(Of).FirstOrDefault(found => found is not null) ?? own;
    }

    /// <summary>An element as Markdown on one line, paragraphs apart.</summary>
    public static string Text(XElement? element) => element is null ? "" : Spaces().Replace(Inline(element), " ").Trim();

    private static string Inline(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value.Replace("<", "&lt;").Replace("*", "\\*").Replace("_", "\\_"),
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" or "seealso" } see => Reference(see),
                XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
                XElement { Name.LocalName: "code" } block => $"`{Spaces().Replace(block.Value, " ").Trim()}`",
                XElement other => " " + Inline(other) + " ",
                _ => "",
            });
        }

        return text.ToString();
    }

    private static string Reference(XElement see)
    {
        if (see.Attribute("langword") is { } word)
            return $"`{word.Value}`";
        if (see.Value.Length > 0)
            return Inline(see);
        if (see.Attribute("cref") is not { } cref)
            return see.Attribute("href")?.Value ?? "";
        string name = cref.Value[2..].Split('(')[0];
        string[] parts = Arity().Replace(name, "").Split('.');
        string last = parts[^1] == "#ctor" ? parts[^2] : parts[^1];
        return cref.Value[0] is 'T' or 'N' ? $"`{last}`" : $"`{parts[^2]}.{last}`";
    }

    private static string Id(MemberInfo member) => member switch
    {
        Type type => "T:" + Name(type),
        MethodBase method => $"M:{Name(method.DeclaringType!)}.{(method.IsConstructor ? "#ctor" : method.Name)}"
            + (method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "") + Parameters(method.GetParameters())
            + (method.Name is "op_Implicit" or "op_Explicit" ? "~" + Name(((MethodInfo)method).ReturnType) : ""),
        PropertyInfo property => $"P:{Name(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        EventInfo raised => $"E:{Name(raised.DeclaringType!)}.{raised.Name}",
        _ => $"F:{Name(member.DeclaringType!)}.{member.Name}",
    };

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0
        ? ""
        : $"({string.Join(",", parameters.Select(parameter => Name(parameter.ParameterType)))})";

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!) + "@";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (!type.IsGenericType || type.IsGenericTypeDefinition)
            return type.FullName!.Replace('+', '.');
        string definition = type.GetGenericTypeDefinition().FullName!.Replace('+', '.');
        return Arity().Replace(definition, "") + "{" + string.Join(",", type.GetGenericArguments().Select(Name)) + "}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("`+[0-9]+")]
    private static partial Regex Arity();
}
