namespace DeepTrain.Runtime;

/// <summary>
/// Reads weights and moving averages from any file that has them, whoever wrote it: check, read into memory of its own, and
/// only then change the network. The optimizer starts anew.
/// </summary>
internal sealed class WeightsLoader(NetworkState state, LoadOptions options)
{
    /// <summary>Loads a file.</summary>
    /// <returns>The names of the parameters that were in it, in layer order.</returns>
    public IReadOnlyList<string> Load(SafetensorsReader file)
    {
        Dictionary<string, ParameterLayout> wanted = Wanted(file);
        var staged = new StagedState(state, keepsParameters: !options.Strict);
        float[] canonical = new float[wanted.Count == 0 ? 0 : wanted.Values.Max(layout => layout.Length)];
        foreach (SafetensorsEntry entry in file.InOrder)
        {
            if (wanted.TryGetValue(entry.Name, out ParameterLayout? layout))
            {
                Span<float> values = canonical.AsSpan(0, layout.Length);
                file.ReadFloats(entry, values);
                NumberChecks.Parameter(file, entry.Name, layout, values, options.AllowNonFinite);
                staged.SetParameter(layout, values);
            }
            else
            {
                file.Skip(entry);
            }
        }
        file.ExpectEnd();
        staged.Commit();
        state.Batches = 0;
        GC.KeepAlive(state);
        var loaded = wanted.Values.ToHashSet();
        return Array.AsReadOnly([.. state.Layouts.Where(loaded.Contains).Select(layout => layout.Name)]);
    }

    // a parameter for each tensor that is to be read, by the tensor's name
    private Dictionary<string, ParameterLayout> Wanted(SafetensorsReader file)
    {
        Dictionary<string, SafetensorsEntry> named = ByNetworkName(file);
        var wanted = new Dictionary<string, ParameterLayout>(StringComparer.Ordinal);
        foreach (ParameterLayout layout in state.Layouts)
        {
            if (!named.Remove(layout.FileName, out SafetensorsEntry? entry))
            {
                if (options.Strict)
                    throw Missing(file, layout, named.Keys);
            }
            else if (Fits(file, entry, layout))
            {
                wanted.Add(entry.Name, layout);
            }
        }
        if (options.Strict && named.Count > 0)
        {
            SafetensorsEntry unknown = named.Values.MinBy(entry => entry.Begin)!;
            throw file.Bad(
                $"expected the tensors of {state.Network}, " +
                $"found the unknown tensor {Quoted.Name(unknown.Name)} {unknown}; Strict = false leaves it out");
        }
        if (wanted.Count == 0 && state.Layouts.Length > 0)
        {
            throw file.Bad(
                $"expected tensors with names and shapes of {state.Network}, such as {state.Layouts[0].FileName} " +
                $"{Shapes.Brackets(state.Layouts[0].Shape)}, found none among {Quoted.Names([.. file.Tensors.Keys])}");
        }
        return wanted;
    }

    private InvalidDataException Missing(
        SafetensorsReader file, ParameterLayout layout, IReadOnlyCollection<string> names) =>
        file.Bad(
            $"expected a tensor {layout.FileName} {Shapes.Brackets(layout.Shape)}, " +
            $"found none of that name among {Quoted.Names(names)}; " + (!options.ByOrder && names.Any(LayerOrder.IsNumbered)
                ? "LoadOptions.Sequential goes by the numbers of layers"
                : "Strict = false leaves the parameter as it is"));

    // Whether a tensor can be read into the parameter. Of another shape, it may be that of a layer that was replaced.
    private bool Fits(SafetensorsReader file, SafetensorsEntry entry, ParameterLayout layout)
    {
        bool hasShape = entry.HasShape(layout.Shape);
        if (hasShape && TensorType.IsFloat(entry.Dtype))
            return true;
        if (!hasShape && !options.Strict)
            return false;
        string source = entry.Name == layout.FileName ? layout.FileName : $"{layout.FileName}, from {Quoted.Name(entry.Name)},";
        throw file.Bad(
            $"expected {source} to be F32, F16, BF16 or F64 {Shapes.Brackets(layout.Shape)}, found {entry}");
    }

    private Dictionary<string, SafetensorsEntry> ByNetworkName(SafetensorsReader file)
    {
        var named = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        bool isOurs = NetworkFile.IsOurs(file);
        foreach (SafetensorsEntry entry in file.InOrder)
        {
            if (NetworkFile.IsBatchCounter(entry.Name) || (isOurs && NetworkFile.IsSlotTensor(file, entry.Name)))
                continue;
            string? name = options.Rename == null ? entry.Name : options.Rename(entry.Name);
            if (name != null && !named.TryAdd(name, entry))
                throw Twice(file, name, named[name], entry);
        }
        return options.ByOrder ? LayerOrder.Match(file, named, state, options.Strict) : named;
    }

    private static InvalidDataException Twice(
        SafetensorsReader file, string name, SafetensorsEntry first, SafetensorsEntry second) =>
        file.Bad(
            $"expected one tensor for {Quoted.Name(name)}, " +
            $"Rename gives that name to {Quoted.Name(first.Name)} and {Quoted.Name(second.Name)}");
}
