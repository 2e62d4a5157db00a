using System.Globalization;
using System.Reflection;

namespace DeepTrain.Tests.Documentation;

/// <summary>A member as C# declares it, for people.</summary>
internal static class CSharpSignature
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long",
        [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(string)] = "string", [typeof(object)] = "object", [typeof(char)] = "char", [typeof(decimal)] = "decimal",
    };

    public static string Of(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Name(constructor.DeclaringType!)}({Parameters(constructor.GetParameters())})",
        MethodInfo method => (method.IsStatic ? "static " : "")
            + $"{Name(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{Generics(method)}"
            + $"({Parameters(method.GetParameters())})",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true } constant => $"const {Name(constant.FieldType)} {constant.Name}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        _ => member.Name,
    };

    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        string name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string Name(NullabilityInfo info)
    {
        Type type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        bool isMarked = info.ReadState == NullabilityState.Nullable && !type.IsValueType;
        return Name(info.Type) + (isMarked ? "?" : "");
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = (property.GetMethod ?? property.SetMethod)!;
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers()
            .Any(modifier => modifier.Name == "IsExternalInit") == true;
        string set = property.SetMethod is not { IsPublic: true } ? "" : isInit ? " init;" : " set;";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{Parameters(index)}]" : property.Name;
        string get = property.GetMethod is { IsPublic: true } ? " get;" : "";
        return $"{(accessor.IsStatic ? "static " : "")}{Name(new NullabilityInfoContext().Create(property))} {name} {{{get}{set} }}";
    }

    private static string Generics(MethodInfo method) => method.IsGenericMethod
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>"
        : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
    {
        string modifier = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string type = Name(new NullabilityInfoContext().Create(parameter));
        return $"{modifier}{type} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Value(parameter) : "")}";
    }));

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        bool value => value ? "true" : "false",
        string value => $"\"{value}\"",
        float value => value.ToString("R", CultureInfo.InvariantCulture) + "f",
        Enum value => $"{value.GetType().Name}.{value}",
        object value when parameter.ParameterType.IsEnum =>
            $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        object value => value.ToString()!,
    };
}
