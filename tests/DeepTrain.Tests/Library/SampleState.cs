using DeepTrain.Runtime;

namespace DeepTrain.Tests.Library;

/// <summary>A network's state with every kind of parameter, small but of odd sizes.</summary>
internal static unsafe class SampleState
{
    public const int Inputs = 19;
    public const int Units = 37;
    public const int Pieces = 3;
    public const int PieceUnits = 10;

    public static readonly OptimizerLayout Adam = new("Adam", ["exp_avg", "exp_avg_sq"], [0f, 0f]);
    public static readonly OptimizerLayout AdaGrad = new("AdaGrad", ["sum"], [0.25f]);
    public static readonly OptimizerLayout Sgd = new("SGD", [], []);

    public static NetworkState Create(ulong seed = 1, OptimizerLayout? optimizer = null)
    {
        var layouts = new List<ParameterLayout>();
        int trainable = 0;
        int running = 0;
        Weights("dense1.weight", [Units, Inputs], 1, Units, Inputs);
        Vector("dense1.bias", [Units], 1, Units, 0f);
        Vector("batchnorm1.weight", [Units], 1, Units, 1f);
        Vector("batchnorm1.bias", [Units], 1, Units, 0f);
        Vector("batchnorm1.running_mean", [Units], 1, Units, 0f, isTrainable: false);
        Vector("batchnorm1.running_var", [Units], 1, Units, 1f, isTrainable: false);
        Vector("prelu1.weight", [1], 1, 1, 0.25f);
        Weights("maxout1.weight", [Pieces, PieceUnits, Units], Pieces, PieceUnits, Units);
        Vector("maxout1.bias", [Pieces, PieceUnits], Pieces, PieceUnits, 0f);
        return new NetworkState("Sample", [.. layouts], trainable, running, optimizer ?? Adam, seed, 0.1f);

        void Weights(string name, int[] shape, int pieces, int units, int inputs)
        {
            layouts.Add(ParameterLayout.Weights(name, shape, pieces, units, inputs, trainable, Init.Uniform, 0.5f));
            trainable += pieces * PanelShape.Padded(units) * inputs;
        }

        void Vector(string name, int[] shape, int pieces, int units, float value, bool isTrainable = true)
        {
            ref int end = ref trainable;
            if (!isTrainable)
                end = ref running;
            layouts.Add(ParameterLayout.Vector(name, shape, pieces, units, end, value, isTrainable));
            end += pieces * PanelShape.Padded(units);
        }
    }

    /// <summary>As after some training: different numbers everywhere but in the padding.</summary>
    public static NetworkState Trained(int seed = 7, OptimizerLayout? optimizer = null)
    {
        NetworkState state = Create((ulong)seed, optimizer);
        var random = new Random(seed);
        foreach (Parameter parameter in state.Parameters)
            parameter.CopyFrom(Numbers(random, parameter.Length, isSquare: parameter.Name.EndsWith("running_var")));
        foreach (ParameterLayout layout in state.Layouts)
        {
            for (int slot = 0; slot < state.Optimizer.SlotNames.Length && layout.IsTrainable; slot++)
            {
                bool isSquare = state.Optimizer.SlotNames[slot] is "exp_avg_sq" or "sum";
                layout.Pack(Numbers(random, layout.Length, isSquare), state.Slot(slot));
            }
        }
        state.Seed = ulong.MaxValue - 5;
        state.Updates = 123_456_789_012;
        state.Batches = 987;
        state.LearningRate = 0.00123456789f;
        state.MomentumProduct = 1.0 / 3;
        state.HasGradients = true;
        state.TransposedStale = false;
        return state;
    }

    /// <summary>Numbers around 0, or as means of squares from 0.</summary>
    public static float[] Numbers(Random random, int count, bool isSquare = false)
    {
        float[] numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
            number = random.NextSingle() - (isSquare ? 0 : 0.5f);
        return numbers;
    }

    /// <summary>Every bit of the state, padding included.</summary>
    public static byte[] Snapshot(NetworkState state)
    {
        var stream = new MemoryStream();
        Write(state.Values, state.TrainableLength);
        Write(state.Running, state.RunningLength);
        for (int slot = 0; slot < state.Optimizer.SlotNames.Length; slot++)
            Write(state.Slot(slot), state.TrainableLength);
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(state.Seed);
            writer.Write(state.Updates);
            writer.Write(state.Batches);
            writer.Write(state.LearningRate);
            writer.Write(state.MomentumProduct);
            writer.Write(state.HasGradients);
            writer.Write(state.TransposedStale);
        }
        GC.KeepAlive(state);
        return stream.ToArray();

        void Write(float* numbers, long length) =>
            stream.Write(new ReadOnlySpan<byte>(numbers, (int)length * sizeof(float)));
    }

    public static float[] Values(this NetworkState state, string parameter)
    {
        float[] values = new float[state.Parameters[parameter].Length];
        state.Parameters[parameter].CopyTo(values);
        return values;
    }
}
