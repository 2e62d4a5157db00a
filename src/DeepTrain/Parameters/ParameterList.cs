using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DeepTrain;

/// <summary>The parameters of a network in layer order.</summary>
public sealed class ParameterList : IReadOnlyList<Parameter>
{
    private readonly Parameter[] _parameters;
    private readonly Dictionary<string, Parameter> _byName;

    internal ParameterList(Parameter[] parameters)
    {
        _parameters = parameters;
        _byName = new Dictionary<string, Parameter>(parameters.Length, StringComparer.Ordinal);
        foreach (Parameter parameter in parameters)
            _byName.Add(parameter.Name, parameter);
    }

    /// <summary>How many parameters there are.</summary>
    public int Count => _parameters.Length;

    /// <summary>The parameter at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Parameter this[int index]
    {
        get
        {
            if (unchecked((uint)index) >= (uint)_parameters.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(index), index, $"There are {_parameters.Length} parameters, counted from 0.");
            }
            return _parameters[index];
        }
    }

    /// <summary>The parameter of a name, for example <c>dense1.weight</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public Parameter this[string name]
    {
        get
        {
            if (TryGet(name, out Parameter? parameter))
                return parameter;
            string names = string.Join(", ", _parameters.Select(existing => existing.Name));
            throw new KeyNotFoundException($"There is no parameter \"{name}\". The network has: {names}.");
        }
    }

    /// <summary>Looks a parameter up by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out parameter);
    }

    /// <summary>A table of names, shapes and numbers of numbers, for a monospaced font.</summary>
    public override string ToString() => ParameterTable.Write(this);

    /// <summary>Enumerates without allocating.</summary>
    public Enumerator GetEnumerator() => new(_parameters);

    IEnumerator<Parameter> IEnumerable<Parameter>.GetEnumerator() => ((IEnumerable<Parameter>)_parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _parameters.GetEnumerator();

    /// <summary>Walks the parameters in layer order.</summary>
    public struct Enumerator
    {
        private readonly Parameter[] _parameters;
        private int _index;

        internal Enumerator(Parameter[] parameters)
        {
            _parameters = parameters;
            _index = -1;
        }

        /// <summary>The parameter the enumerator stands at.</summary>
        public readonly Parameter Current => _parameters[_index];

        /// <summary>Goes on to the next parameter; false after the last.</summary>
        public bool MoveNext() => ++_index < _parameters.Length;
    }
}
