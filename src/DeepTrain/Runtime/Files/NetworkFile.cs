using System.Globalization;

namespace DeepTrain.Runtime;

/// <summary>A network's state in a safetensors file: what is written, and the names under which it is found again.</summary>
internal static unsafe class NetworkFile
{
    public const string Format = "deeptrain";

    public static string SlotTensor(string slot, string parameter) => $"optimizer.{slot}.{parameter}";

    /// <summary>Writes the state; see <see cref="AtomicFile"/> for what a failure leaves.</summary>
    public static void Save(NetworkState state, string path)
    {
        var writer = new SafetensorsWriter();
        AddMetadata(writer, state);
        foreach (ParameterLayout layout in state.Layouts)
            writer.AddTensor(layout.Name, layout.Shape, values => layout.Unpack(state.Arena(layout), values));
        for (int slot = 0; slot < state.Optimizer.SlotNames.Length; slot++)
            AddSlot(writer, state, slot);
        AtomicFile.Write(path, writer.Write);
        GC.KeepAlive(state);
    }

    /// <summary>Reads the state; all or nothing.</summary>
    public static void Load(NetworkState state, string path) => new NetworkFileLoader(state).Load(path);

    private static void AddMetadata(SafetensorsWriter writer, NetworkState state)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        writer.AddMetadata("format", Format);
        writer.AddMetadata("network", state.Network);
        writer.AddMetadata("optimizer", state.Optimizer.Name);
        writer.AddMetadata("seed", state.Seed.ToString(culture));
        writer.AddMetadata("updates", state.Updates.ToString(culture));
        writer.AddMetadata("batches", state.Batches.ToString(culture));
        writer.AddMetadata("learning_rate", state.LearningRate.ToString("R", culture));
        writer.AddMetadata("momentum_product", state.MomentumProduct.ToString("R", culture));
    }

    private static void AddSlot(SafetensorsWriter writer, NetworkState state, int slot)
    {
        foreach (ParameterLayout layout in state.Layouts)
        {
            if (layout.IsTrainable)
            {
                string name = SlotTensor(state.Optimizer.SlotNames[slot], layout.Name);
                writer.AddTensor(name, layout.Shape, values => layout.Unpack(state.Slot(slot), values));
            }
        }
    }
}
