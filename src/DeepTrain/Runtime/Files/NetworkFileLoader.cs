namespace DeepTrain.Runtime;

/// <summary>
/// Reads all that <see cref="NetworkFile"/> writes into a network in three steps: check that it matches, read into memory
/// of its own, and only then change the network.
/// </summary>
internal sealed class NetworkFileLoader(NetworkState state)
{
    private readonly OptimizerLayout _optimizer = state.Optimizer;

    /// <summary>Loads a file.</summary>
    /// <returns>The user's metadata.</returns>
    public IReadOnlyDictionary<string, string> Load(SafetensorsReader file)
    {
        CheckParameters(file);
        bool hasSlots = CheckSlotTensors(file);
        CheckNothingElse(file);
        CheckFingerprint(file);
        TrainingProgress? progress = TrainingProgress.Read(file, _optimizer.Name);
        CheckWhole(file, hasSlots, progress != null);

        var staged = new StagedState(state, keepsParameters: false);
        ReadTensors(file, staged);
        staged.Commit();
        if (progress != null)
        {
            state.Seed = progress.Seed;
            state.Updates = progress.Updates;
            state.Batches = progress.Batches;
            state.LearningRate = progress.LearningRate;
            state.MomentumProduct = progress.MomentumProduct;
            state.Regularization = progress.Regularization;
        }
        GC.KeepAlive(state);
        return FileMetadata.Of(file);
    }

    private void CheckParameters(SafetensorsReader file)
    {
        foreach (ParameterLayout layout in state.Layouts)
        {
            if (!file.Tensors.TryGetValue(layout.FileName, out SafetensorsEntry? entry))
            {
                string expected = $"{layout.FileName} {Shapes.Brackets(layout.Shape)}";
                string found = Quoted.Names([.. file.Tensors.Keys]);
                throw file.Bad($"expected a tensor {expected}, found none of that name among {found}");
            }
            CheckFloats(file, entry, layout);
        }
    }

    private static void CheckFloats(SafetensorsReader file, SafetensorsEntry entry, ParameterLayout layout)
    {
        if (entry.Dtype == TensorType.Single && entry.HasShape(layout.Shape))
            return;
        string wayOut = TensorType.IsFloat(entry.Dtype) && entry.HasShape(layout.Shape) ? "; LoadWeights converts it" : "";
        throw file.Bad($"expected {entry.Name} to be F32 {Shapes.Brackets(layout.Shape)}, found {entry}{wayOut}");
    }

    // All slots of all parameters, or none of any. An optimizer without slots keeps its state in the metadata.
    private bool CheckSlotTensors(SafetensorsReader file)
    {
        int found = 0;
        string? missing = null;
        foreach ((string name, ParameterLayout layout, _) in SlotTensors())
        {
            if (file.Tensors.TryGetValue(name, out SafetensorsEntry? entry))
            {
                CheckFloats(file, entry, layout);
                found++;
            }
            else
            {
                missing ??= name;
            }
        }
        if (missing != null && found > 0)
        {
            throw file.Bad(
                $"expected the whole state of the optimizer {_optimizer.Name}, " +
                $"found {found} of its tensors but no {missing}");
        }
        return missing == null;
    }

    private void CheckNothingElse(SafetensorsReader file)
    {
        var known = new HashSet<string>(state.Layouts.Select(layout => layout.FileName), StringComparer.Ordinal);
        known.UnionWith(SlotTensors().Select(tensor => tensor.Name));
        foreach (SafetensorsEntry entry in file.InOrder)
        {
            if (!NetworkFile.IsBatchCounter(entry.Name) && !known.Contains(entry.Name))
            {
                string wayOut = NetworkFile.IsOurs(file) && NetworkFile.IsSlotTensor(file, entry.Name)
                    ? "; LoadWeights takes the weights alone"
                    : "";
                throw file.Bad(
                    $"expected the tensors of {state.Network} ({_optimizer.Name}), " +
                    $"found the unknown tensor {Quoted.Name(entry.Name)} {entry}{wayOut}");
            }
        }
    }

    // other layers may have tensors of the same names and shapes
    private void CheckFingerprint(SafetensorsReader file)
    {
        if (state.Fingerprint.Length == 0 || !file.Metadata.TryGetValue(NetworkFile.FingerprintKey, out string? saved)
            || saved == state.Fingerprint)
        {
            return;
        }
        string network = file.Metadata.TryGetValue(NetworkFile.NetworkKey, out string? name) ? Quoted.Name(name) : "another class";
        throw file.Bad(
            $"expected the layers of {state.Network}, found those of {network}, which have tensors of the same shapes but compute " +
            "something else; LoadWeights takes the weights all the same");
    }

    // the optimizer's tensors and its counters are of no use without each other
    private void CheckWhole(SafetensorsReader file, bool hasSlots, bool hasProgress)
    {
        if (hasSlots == hasProgress || _optimizer.SlotNames.Length == 0)
            return;
        throw file.Bad(hasSlots
            ? $"expected __metadata__ of the format \"{NetworkFile.Format}\" with the optimizer's tensors, " +
                "found none: the optimizer's state is only there in part"
            : $"expected the state of the optimizer {_optimizer.Name} in a file of the format \"{NetworkFile.Format}\", " +
                "found none of its tensors; LoadWeights takes the weights alone");
    }

    private void ReadTensors(SafetensorsReader file, StagedState staged)
    {
        var parameters = state.Layouts.ToDictionary(layout => layout.FileName, StringComparer.Ordinal);
        var slots = SlotTensors().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        float[] canonical = new float[state.Layouts.Length == 0 ? 0 : state.Layouts.Max(layout => layout.Length)];
        foreach (SafetensorsEntry entry in file.InOrder)
        {
            if (parameters.TryGetValue(entry.Name, out ParameterLayout? layout))
            {
                Span<float> values = canonical.AsSpan(0, layout.Length);
                file.ReadFloats(entry, values);
                NumberChecks.Parameter(file, entry.Name, layout, values, allowsNonFinite: false);
                staged.SetParameter(layout, values);
            }
            else if (slots.TryGetValue(entry.Name, out (string, ParameterLayout Layout, int Slot) tensor))
            {
                Span<float> values = canonical.AsSpan(0, tensor.Layout.Length);
                file.ReadFloats(entry, values);
                NumberChecks.Slot(file, entry.Name, _optimizer.SlotNames[tensor.Slot], tensor.Layout, values);
                staged.SetSlot(tensor.Layout, tensor.Slot, values);
            }
            else
            {
                file.Skip(entry);
            }
        }
        file.ExpectEnd();
    }

    private IEnumerable<(string Name, ParameterLayout Layout, int Slot)> SlotTensors() =>
        from slot in Enumerable.Range(0, _optimizer.SlotNames.Length)
        from layout in state.Layouts
        where layout.IsTrainable
        select (NetworkFile.SlotTensor(_optimizer.SlotNames[slot], layout.FileName), layout, slot);
}
