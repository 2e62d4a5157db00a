using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// Everything a network remembers: its parameters, their gradients, the optimizer's slots and the counters.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class NetworkState
{
    /// <summary>
    /// How far steps are counted: as far as a double counts exactly, for corrections are powers of their number. Training
    /// does not get there; a file could.
    /// </summary>
    internal const long MostSteps = 1L << 53;

    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _gradients = new();
    private readonly AlignedBuffer _running;
    private readonly AlignedBuffer?[] _slots;
    private long _updates;
    private long _batches;
    private float _learningRate;
    private float _regularization = 1;

    /// <summary>Allocates the arenas and draws the initial weights.</summary>
    /// <param name="network">The network's class, for the file.</param>
    /// <param name="layouts">The parameters in layer order.</param>
    /// <param name="trainableLength">Floats of the trainable arena, padding included.</param>
    /// <param name="runningLength">Floats of the arena of moving averages, padding included.</param>
    /// <param name="optimizer">What the optimizer keeps.</param>
    /// <param name="seed">The seed of every random number.</param>
    /// <param name="learningRate">The learning rate at first.</param>
    /// <param name="frozenLength">Floats behind the trainable ones that training does not change.</param>
    /// <param name="drawsWeights">Whether parameters start as they are declared to; otherwise at 0.</param>
    /// <param name="fingerprint">A hash of what the network computes from its parameters; empty if nothing is known of
    /// it.</param>
    public NetworkState(
        string network, ParameterLayout[] layouts, int trainableLength, int runningLength, OptimizerLayout optimizer,
        ulong seed, float learningRate, int frozenLength = 0, bool drawsWeights = true, string fingerprint = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layouts);
        ArgumentNullException.ThrowIfNull(optimizer);
        foreach (ParameterLayout layout in layouts)
            CheckFits(
                layout, layout.IsAverage ? runningLength : layout.IsTrainable ? trainableLength : trainableLength + frozenLength);

        Network = network;
        Fingerprint = fingerprint;
        Layouts = layouts;
        Optimizer = optimizer;
        Seed = seed;
        LearningRate = learningRate;
        _values = new AlignedBuffer((long)trainableLength + frozenLength);
        TrainableLength = trainableLength;
        _running = new AlignedBuffer(runningLength);
        _slots = new AlignedBuffer?[optimizer.SlotInit.Length];
        Parameters = new ParameterList(Array.ConvertAll(layouts, layout => new Parameter(this, layout)));
        if (drawsWeights)
            DrawWeights();
    }

    /// <summary>The trainable numbers, then those that are frozen; padding is 0.</summary>
    public float* Values => _values.Pointer;

    /// <summary>Their gradients, in the same places. There is no memory for them before they are asked for.</summary>
    /// <exception cref="OutOfMemoryException">The memory is not there; nothing has changed.</exception>
    public float* Gradients
    {
        get
        {
            _gradients.Reserve(TrainableLength);
            return _gradients.Pointer;
        }
    }

    /// <summary>The moving averages of batch norm.</summary>
    public float* Running => _running.Pointer;

    /// <summary>Floats at <see cref="Gradients"/> and each slot, and as many of <see cref="Values"/>.</summary>
    public long TrainableLength { get; }

    /// <summary>Floats at <see cref="Values"/>.</summary>
    public long ValueLength => _values.Length;

    /// <summary>Floats at <see cref="Running"/>.</summary>
    public long RunningLength => _running.Length;

    /// <summary>The parameters in layer order.</summary>
    public ParameterList Parameters { get; }

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; set; }

    /// <summary>Optimizer steps so far. At <see cref="MostSteps"/> the count stands still: no correction changes any more.
    /// </summary>
    public long Updates
    {
        get => _updates;
        set => _updates = Math.Clamp(value, 0, MostSteps);
    }

    /// <summary>Forward passes in training mode so far: the random counter. After <see cref="MostSteps"/> it starts
    /// again.</summary>
    public long Batches
    {
        get => _batches;
        set => _batches = value is >= 0 and <= MostSteps ? value : 0;
    }

    /// <summary><see cref="Batches"/> as users set it: from 0 to 2^53.</summary>
    public long BatchCount
    {
        get => _batches;
        set
        {
            Guard.Batches(value);
            _batches = value;
        }
    }

    /// <summary>What multiplies L1, L2 and weight decay, finite and at least 0.</summary>
    public float Regularization
    {
        get => _regularization;
        set
        {
            Guard.Regularization(value);
            _regularization = value;
        }
    }

    /// <summary>The optimizer's step size, finite and at least 0.</summary>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            Guard.LearningRate(value);
            _learningRate = value;
        }
    }

    /// <summary>The product of Nadam's momentum coefficients so far, 1 at first.</summary>
    public double MomentumProduct { get; set; } = 1;

    /// <summary>Whether the weights have changed since they were transposed.</summary>
    public bool TransposedStale { get; set; } = true;

    internal string Network { get; }

    internal string Fingerprint { get; }

    internal ParameterLayout[] Layouts { get; }

    internal OptimizerLayout Optimizer { get; }

    /// <summary>A slot of the optimizer, in the places of <see cref="Values"/>. There is no memory for it before it is asked
    /// for.</summary>
    /// <exception cref="OutOfMemoryException">The memory is not there; nothing has changed.</exception>
    public float* Slot(int index) => (_slots[index] ??= NewSlot(index)).Pointer;

    /// <summary>A slot as it is at first.</summary>
    internal AlignedBuffer NewSlot(int index) => Filled(TrainableLength, Optimizer.SlotInit[index]);

    /// <summary>Reads a parameter's numbers in a slot, which may have no memory yet.</summary>
    internal void CopySlot(ParameterLayout layout, int index, Span<float> canonical)
    {
        if (_slots[index] is { } slot)
            layout.Unpack(slot.Pointer, canonical);
        else
            canonical.Fill(Optimizer.SlotInit[index]);
        GC.KeepAlive(this);
    }

    /// <summary>Replaces the numbers of a slot; null: they are as at first. Needs no memory.</summary>
    internal void ReplaceSlot(int index, AlignedBuffer? numbers)
    {
        if (_slots[index] is not { } slot)
            _slots[index] = numbers;
        else if (numbers is null)
            slot.Span.Fill(Optimizer.SlotInit[index]);
        else
            numbers.Span.CopyTo(slot.Span);
    }

    internal float* Arena(ParameterLayout layout) => layout.IsAverage ? Running : Values;

    /// <summary>A buffer that holds one value, padding included.</summary>
    internal static AlignedBuffer Filled(long floats, float value)
    {
        var buffer = new AlignedBuffer(floats);
        if (value != 0)
            new Span<float>(buffer.Pointer, checked((int)floats)).Fill(value);
        return buffer;
    }

    private static void CheckFits(ParameterLayout layout, int arena)
    {
        if (layout.Offset % PanelShape.Granule != 0)
        {
            throw new ArgumentException(
                $"{layout.Name} starts at {layout.Offset}, which is no multiple of {PanelShape.Granule}.");
        }
        if (layout.PackedLength > arena - layout.Offset)
        {
            throw new ArgumentException(
                $"{layout.Name} takes {layout.PackedLength} floats from {layout.Offset}; its arena ends at {arena}.");
        }
    }

    private void DrawWeights()
    {
        int longest = 0;
        foreach (ParameterLayout layout in Layouts)
            longest = Math.Max(longest, layout.Length);
        float[] canonical = new float[longest];
        for (int index = 0; index < Layouts.Length; index++)
        {
            ParameterLayout layout = Layouts[index];
            Span<float> values = canonical.AsSpan(0, layout.Length);
            InitialWeights.Fill(
                values, layout.Init, layout.Scale, layout.Pieces, layout.Units, layout.Inputs, Seed, index, layout.FanOut);
            layout.Pack(values, Arena(layout));
        }
    }
}
