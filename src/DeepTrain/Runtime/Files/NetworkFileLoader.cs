namespace DeepTrain.Runtime;

/// <summary>
/// Reads a file into a network in three steps: check that it matches, read into memory of its own, and only then change
/// the network.
/// </summary>
internal sealed unsafe class NetworkFileLoader(NetworkState state)
{
    private const string BatchCounter = "num_batches_tracked";

    private readonly OptimizerLayout _optimizer = state.Optimizer;

    public void Load(string path)
    {
        using var file = new SafetensorsReader(path);
        CheckParameters(file);
        bool hasOptimizer = CheckOptimizerTensors(file);
        CheckNothingElse(file);
        TrainingProgress? progress = TrainingProgress.Read(file, _optimizer.Name);
        if (hasOptimizer && progress == null && _optimizer.SlotNames.Length > 0)
        {
            throw file.Bad(
                $"expected __metadata__ of the format \"{NetworkFile.Format}\" with the optimizer's tensors, " +
                "found none: the optimizer's state is only there in part");
        }

        AlignedBuffer values = NetworkState.Filled(state.TrainableLength, 0);
        AlignedBuffer running = NetworkState.Filled(state.RunningLength, 0);
        AlignedBuffer[] slots = Array.ConvertAll(
            _optimizer.SlotInit, value => NetworkState.Filled(state.TrainableLength, value));
        ReadTensors(file, values, running, hasOptimizer ? slots : []);

        Copy(values, state.Values);
        Copy(running, state.Running);
        for (int slot = 0; slot < slots.Length; slot++)
            Copy(slots[slot], state.Slot(slot));
        SetProgress(hasOptimizer ? progress : null);
        GC.KeepAlive(state);
    }

    private void CheckParameters(SafetensorsReader file)
    {
        foreach (ParameterLayout layout in state.Layouts)
        {
            if (!file.Tensors.TryGetValue(layout.Name, out SafetensorsEntry? entry))
            {
                string expected = $"{layout.Name} {Shapes.Brackets(layout.Shape)}";
                throw file.Bad($"expected a tensor {expected}, found none of that name among {Names(file)}");
            }
            file.CheckFloats(entry, layout.Shape);
        }
    }

    // All slots of all parameters, or none of any. An optimizer without slots keeps its state in the metadata.
    private bool CheckOptimizerTensors(SafetensorsReader file)
    {
        int found = 0;
        string? missing = null;
        foreach ((string name, ParameterLayout layout, _) in SlotTensors())
        {
            if (file.Tensors.TryGetValue(name, out SafetensorsEntry? entry))
            {
                file.CheckFloats(entry, layout.Shape);
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
        var known = new HashSet<string>(state.Layouts.Select(layout => layout.Name), StringComparer.Ordinal);
        known.UnionWith(SlotTensors().Select(tensor => tensor.Name));
        foreach (SafetensorsEntry entry in file.Tensors.Values)
        {
            // PyTorch's batch norm counts its batches; nothing here depends on that number
            bool isCounter = entry.Name == BatchCounter || entry.Name.EndsWith("." + BatchCounter, StringComparison.Ordinal);
            if (!isCounter && !known.Contains(entry.Name))
            {
                throw file.Bad(
                    $"expected the tensors of {state.Network} ({_optimizer.Name}), " +
                    $"found the unknown tensor {entry.Name} {entry}");
            }
        }
    }

    private void ReadTensors(SafetensorsReader file, AlignedBuffer values, AlignedBuffer running, AlignedBuffer[] slots)
    {
        float[] canonical = new float[state.Layouts.Length == 0 ? 0 : state.Layouts.Max(layout => layout.Length)];
        foreach (ParameterLayout layout in state.Layouts)
            Read(layout.Name, layout, layout.IsTrainable ? values : running);
        if (slots.Length == 0)
            return;
        foreach ((string name, ParameterLayout layout, int slot) in SlotTensors())
            Read(name, layout, slots[slot]);

        void Read(string name, ParameterLayout layout, AlignedBuffer target)
        {
            Span<float> numbers = canonical.AsSpan(0, layout.Length);
            file.ReadFloats(file.Tensors[name], numbers);
            layout.Pack(numbers, target.Pointer);
            GC.KeepAlive(target);
        }
    }

    private void SetProgress(TrainingProgress? progress)
    {
        state.Updates = progress?.Updates ?? 0;
        state.MomentumProduct = progress?.MomentumProduct ?? 1;
        if (progress != null)
        {
            state.Seed = progress.Seed;
            state.Batches = progress.Batches;
            state.LearningRate = progress.LearningRate;
        }
        state.HasGradients = false;
        state.TransposedStale = true;
    }

    private IEnumerable<(string Name, ParameterLayout Layout, int Slot)> SlotTensors() =>
        from slot in Enumerable.Range(0, _optimizer.SlotNames.Length)
        from layout in state.Layouts
        where layout.IsTrainable
        select (NetworkFile.SlotTensor(_optimizer.SlotNames[slot], layout.Name), layout, slot);

    private static string Names(SafetensorsReader file)
    {
        const int Shown = 20;
        string names = string.Join(", ", file.Tensors.Keys.Take(Shown));
        return file.Tensors.Count > Shown ? $"{names}, ... ({file.Tensors.Count} in all)" : $"[{names}]";
    }

    private static void Copy(AlignedBuffer from, float* to)
    {
        long bytes = from.Length * sizeof(float);
        Buffer.MemoryCopy(from.Pointer, to, bytes, bytes);
        GC.KeepAlive(from);
    }
}
