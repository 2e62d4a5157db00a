using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Xunit;

// What the linked tests ask of xunit, whose own comparisons need reflection.

[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InlineDataAttribute(params object[] data) : Attribute
{
    public object[] Data { get; } = data;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class MemberDataAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

public sealed class TheoryData<T>(IEnumerable<T> data) : List<T>(data);

public sealed class FailedException(string message) : Exception(message);

public static class Assert
{
    public static void True(bool condition, [CallerArgumentExpression(nameof(condition))] string message = "")
    {
        if (!condition)
            throw new FailedException(message);
    }

    public static void NotNull([NotNull] object? value)
    {
        if (value is null)
            throw new FailedException("expected a value, found none");
    }

    public static void Equal<T>(T expected, T actual) =>
        True(EqualityComparer<T>.Default.Equals(expected, actual), $"expected {expected}, found {actual}");

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        T[] wanted = [.. expected], found = [.. actual];
        Equal(wanted.Length, found.Length);
        for (int i = 0; i < wanted.Length; i++)
            True(EqualityComparer<T>.Default.Equals(wanted[i], found[i]), $"expected {wanted[i]} at {i}, found {found[i]}");
    }

    public static void Equal<T>(T[] expected, T[] actual) => Equal((IEnumerable<T>)expected, actual);
}
