using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>Shares the batches of an evaluation, and hands what came of each to all processes.</summary>
internal sealed class EvaluationSharing
{
    private readonly IFitGroup _group;
    private readonly int _outputs;
    private readonly int _targets;
    private readonly bool _hasLabels;
    private readonly byte[] _mine;
    private readonly byte[] _all;

    /// <param name="group">The processes.</param>
    /// <param name="network">What is measured.</param>
    /// <param name="data">On what.</param>
    /// <param name="rows">Rows in a batch at most.</param>
    /// <param name="measures">Whether outputs are needed, and not the loss alone.</param>
    public EvaluationSharing(IFitGroup group, INetwork network, Dataset data, int rows, bool measures)
    {
        (_group, _hasLabels) = (group, data.HasLabels);
        if (measures)
            (_outputs, _targets) = (network.OutputSize, data.HasLabels ? 1 : data.TargetSize);
        int bytes = checked(Unsafe.SizeOf<Header>() + rows * (_outputs + _targets) * sizeof(float));
        (_mine, _all) = (new byte[bytes], new byte[checked(bytes * group.Size)]);
    }

    public int Size => _group.Size;

    /// <summary>What came of each process's batch, after <see cref="Gather"/>.</summary>
    public PartList Parts => new(this);

    /// <summary>The rows of a batch that this process reads: all or none.</summary>
    public IndexRange PartOf(int batch, int rows) => new(0, batch % _group.Size == _group.Rank ? rows : 0);

    /// <summary>Begins a round, in which this process may have no batch.</summary>
    public void Clear((double Cancellations, double StopRequests) wishes) =>
        MemoryMarshal.Write(_mine, new Header(0, 0, wishes.Cancellations, wishes.StopRequests));

    public void Post(Batch batch, float loss, ReadOnlySpan<float> outputs)
    {
        MemoryMarshal.Write(_mine, MemoryMarshal.Read<Header>(_mine) with { Rows = batch.Rows, Loss = loss });
        if (_outputs == 0)
            return;
        Span<byte> body = _mine.AsSpan(Unsafe.SizeOf<Header>());
        MemoryMarshal.AsBytes(outputs).CopyTo(body);
        body = body[(outputs.Length * sizeof(float))..];
        if (_hasLabels)
            MemoryMarshal.AsBytes(batch.Labels).CopyTo(body);
        else
            MemoryMarshal.AsBytes(batch.Targets).CopyTo(body);
    }

    public void Gather() => _group.Gather(_mine, _all);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Header(int Rows, float Loss, double Cancellations, double StopRequests);

    /// <summary>All parts, in the order of the processes.</summary>
    public readonly struct PartList(EvaluationSharing sharing)
    {
        public Enumerator GetEnumerator() => new(sharing);
    }

    public struct Enumerator(EvaluationSharing sharing)
    {
        private int _next = -1;

        public readonly Part Current => new(sharing, _next);

        public bool MoveNext() => ++_next < sharing._group.Size;
    }

    /// <summary>What came of a process's batch.</summary>
    public readonly ref struct Part
    {
        private readonly ReadOnlySpan<float> _numbers;
        private readonly bool _hasLabels;
        private readonly Header _header;

        internal Part(EvaluationSharing sharing, int process)
        {
            ReadOnlySpan<byte> bytes = sharing._all.AsSpan(process * sharing._mine.Length, sharing._mine.Length);
            _header = MemoryMarshal.Read<Header>(bytes);
            _numbers = MemoryMarshal.Cast<byte, float>(bytes[Unsafe.SizeOf<Header>()..]);
            _hasLabels = sharing._hasLabels;
            Outputs = _numbers[..(Rows * sharing._outputs)];
            _numbers = _numbers.Slice(Outputs.Length, Rows * sharing._targets);
        }

        /// <summary>0 where the process had no batch in this round.</summary>
        public int Rows => _header.Rows;

        public float Loss => _header.Loss;

        public double Cancellations => _header.Cancellations;

        public double StopRequests => _header.StopRequests;

        public ReadOnlySpan<float> Outputs { get; }

        public ReadOnlySpan<float> Targets => _hasLabels ? [] : _numbers;

        public ReadOnlySpan<int> Labels => _hasLabels ? MemoryMarshal.Cast<float, int>(_numbers) : [];
    }
}
