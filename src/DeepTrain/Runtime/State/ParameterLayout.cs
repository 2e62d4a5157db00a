using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>Where and how a parameter lies in its arena, and how it starts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ParameterLayout
{
    private ParameterLayout(
        string name, int[] shape, bool isTrainable, PackedForm form, int pieces, int units, int inputs,
        int offset, Init init, float scale, int tail = 0, bool isFrozen = false, string? fileName = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Length = checked(pieces * units * inputs);
        if (Shapes.Size(shape) != Length)
        {
            throw new ArgumentException(
                $"{name}: shape {Shapes.Brackets(shape)} does not hold {Length} numbers.", nameof(shape));
        }
        Name = name;
        FileName = fileName ?? name;
        Shape = shape;
        IsTrainable = isTrainable && !isFrozen;
        IsAverage = !isTrainable;
        Form = form;
        Pieces = pieces;
        Units = units;
        Inputs = inputs;
        Offset = offset;
        Init = init;
        Scale = scale;
        Tail = tail;
    }

    /// <summary>The name, for example <c>dense1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The name in files: as a rule the same.</summary>
    public string FileName { get; }

    /// <summary>The canonical shape.</summary>
    public int[] Shape { get; }

    /// <summary>Whether it has a gradient and the optimizer changes it.</summary>
    public bool IsTrainable { get; }

    /// <summary>Whether it is a moving average, which lies in the running arena.</summary>
    public bool IsAverage { get; }

    /// <summary>How it is packed.</summary>
    public PackedForm Form { get; }

    /// <summary>
    /// How many matrices or vectors of the same size follow each other: the pieces of maxout, otherwise 1.
    /// </summary>
    public int Pieces { get; }

    /// <summary>Units of a piece.</summary>
    public int Units { get; }

    /// <summary>Inputs of a unit; 1 for a vector.</summary>
    public int Inputs { get; }

    /// <summary>The first float in the arena.</summary>
    public int Offset { get; }

    /// <summary>How it starts.</summary>
    public Init Init { get; }

    /// <summary>The number that belongs to <see cref="Init"/>.</summary>
    public float Scale { get; }

    /// <summary>How many of the units lie apart as a tail (<see cref="PanelShape"/>).</summary>
    public int Tail { get; }

    /// <summary>
    /// In how many planes the canonical order has a unit's inputs, or a vector's units: plane by plane, each with all its
    /// places. In memory they lie place by place, each with all its planes. 1 where both are the same.
    /// </summary>
    public int Planes { get; private init; } = 1;

    /// <summary>What <see cref="Init"/> takes as fan-out; 0 for the units.</summary>
    public int FanOut { get; private init; }

    /// <summary>How many numbers it holds, padding left out.</summary>
    public int Length { get; }

    /// <summary>How many floats it takes in the arena, padding included.</summary>
    public int PackedLength => checked(Pieces * PieceStride);

    private int PieceStride => checked(PanelShape.Padded(Units) * Inputs);

    /// <summary>
    /// Weights: canonical [pieces, units, inputs], packed in panels piece by piece, perhaps with a tail.
    /// </summary>
    public static ParameterLayout Weights(
        string name, int[] shape, int pieces, int units, int inputs, int offset, Init init, float scale, int tail = 0,
        bool isFrozen = false, string? fileName = null)
    {
        return tail == 0 || (pieces == 1 && tail == PanelShape.Tail(units, inputs))
            ? new(name, shape, true, PackedForm.Panels, pieces, units, inputs, offset, init, scale, tail, isFrozen, fileName)
            : throw new ArgumentOutOfRangeException(
                nameof(tail), tail, $"{name}: {pieces} x {units} units of {inputs} inputs have no such tail.");
    }

    /// <summary>A number a unit: canonical [pieces, units], each piece padded.</summary>
    public static ParameterLayout Vector(
        string name, int[] shape, int pieces, int units, int offset, float value, bool trainable = true,
        bool isFrozen = false, string? fileName = null) =>
        new(
            name, shape, trainable, PackedForm.Vector, pieces, units, 1, offset, Init.Constant, value, isFrozen: isFrozen,
            fileName: fileName);

    /// <summary>The same for what is channel by channel outside and place by place in memory.</summary>
    /// <param name="planes">The channels.</param>
    /// <param name="fanOut">The fan-out of a convolution; 0 for the units.</param>
    public ParameterLayout InPlanes(int planes, int fanOut = 0)
    {
        int numbers = Form == PackedForm.Vector ? Units : Inputs;
        return planes >= 1 && numbers % planes == 0
            ? new(
                Name, Shape, !IsAverage, Form, Pieces, Units, Inputs, Offset, Init, Scale, Tail,
                isFrozen: !IsTrainable && !IsAverage, FileName)
            {
                Planes = planes,
                FanOut = fanOut,
            }
            : throw new ArgumentOutOfRangeException(
                nameof(planes), planes, $"{Name}: {numbers} numbers are not so many planes of equal size.");
    }

    /// <summary>Writes canonical numbers to their places in the arena; the padding is not touched.</summary>
    internal void Pack(ReadOnlySpan<float> canonical, float* arena)
    {
        int next = 0;
        for (int piece = 0; piece < Pieces; piece++)
        {
            float* start = arena + Offset + (long)piece * PieceStride;
            for (int unit = 0; unit < Units; unit++)
            {
                float* first = start + UnitStart(InMemory(unit, vector: true), out int stride);
                for (int input = 0; input < Inputs; input++)
                    first[(long)InMemory(input, vector: false) * stride] = canonical[next++];
            }
        }
    }

    /// <summary>Reads canonical numbers from their places in the arena.</summary>
    internal void Unpack(float* arena, Span<float> canonical)
    {
        int next = 0;
        for (int piece = 0; piece < Pieces; piece++)
        {
            float* start = arena + Offset + (long)piece * PieceStride;
            for (int unit = 0; unit < Units; unit++)
            {
                float* first = start + UnitStart(InMemory(unit, vector: true), out int stride);
                for (int input = 0; input < Inputs; input++)
                    canonical[next++] = first[(long)InMemory(input, vector: false) * stride];
            }
        }
    }

    // the number at a canonical index of what planes concern: the units of a vector, the inputs of a matrix
    private int InMemory(int index, bool vector)
    {
        if (Planes == 1 || vector != (Form == PackedForm.Vector))
            return index;
        int places = (vector ? Units : Inputs) / Planes;
        return index % places * Planes + index / places;
    }

    // where in its piece the unit's first number lies, and how far apart the next ones are
    private int UnitStart(int unit, out int stride)
    {
        stride = 1;
        if (Form == PackedForm.Vector)
            return unit;
        int place = unit - (Units - Tail);
        if (place >= 0)
            return PanelShape.TailStart(Units, Inputs) + place * PanelShape.Padded(Inputs);
        int panel = PanelShape.PanelOf(Units, unit);
        stride = PanelShape.PackedWidth(Units, panel, Tail);
        return PanelShape.Start(panel) * (Inputs - 1) + unit;
    }
}
