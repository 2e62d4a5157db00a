using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

// What a tile keeps in registers. The JIT takes the structs apart: each vector in use becomes a register, the rest vanishes.
public static unsafe partial class ProductTiles
{
    /// <summary>The sums of a tile, kept in registers.</summary>
    private struct Block<TWidth, TVector, TColumns, TRows>
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
        where TRows : unmanaged
    {
        private Sums<TWidth, TVector, TColumns> _0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Block(float* start)
        {
            _0 = start == null ? default : new(start);
            _1 = _2 = _3 = _4 = _5 = _6 = _7 = _8 = _9 = _10 = _11 = _0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add<TWalk>(float* x, TWalk walk, Sums<TWidth, TVector, TColumns> w)
            where TWalk : struct, IWalk<TWalk>
        {
            _0.Add(x, w);
            if (sizeof(TRows) > 1)
                _1.Add(walk.Row(x, 1), w);
            if (sizeof(TRows) > 2)
                _2.Add(walk.Row(x, 2), w);
            if (sizeof(TRows) > 3)
                _3.Add(walk.Row(x, 3), w);
            if (sizeof(TRows) > 4)
                _4.Add(walk.Row(x, 4), w);
            if (sizeof(TRows) > 5)
                _5.Add(walk.Row(x, 5), w);
            if (sizeof(TRows) > 6)
                _6.Add(walk.Row(x, 6), w);
            if (sizeof(TRows) > 7)
                _7.Add(walk.Row(x, 7), w);
            if (sizeof(TRows) > 8)
                _8.Add(walk.Row(x, 8), w);
            if (sizeof(TRows) > 9)
                _9.Add(walk.Row(x, 9), w);
            if (sizeof(TRows) > 10)
                _10.Add(walk.Row(x, 10), w);
            if (sizeof(TRows) > 11)
                _11.Add(walk.Row(x, 11), w);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Block<TWidth, TVector, TColumns, TRows> other)
        {
            _0.Add(other._0);
            if (sizeof(TRows) > 1)
                _1.Add(other._1);
            if (sizeof(TRows) > 2)
                _2.Add(other._2);
            if (sizeof(TRows) > 3)
                _3.Add(other._3);
            if (sizeof(TRows) > 4)
                _4.Add(other._4);
            if (sizeof(TRows) > 5)
                _5.Add(other._5);
            if (sizeof(TRows) > 6)
                _6.Add(other._6);
            if (sizeof(TRows) > 7)
                _7.Add(other._7);
            if (sizeof(TRows) > 8)
                _8.Add(other._8);
            if (sizeof(TRows) > 9)
                _9.Add(other._9);
            if (sizeof(TRows) > 10)
                _10.Add(other._10);
            if (sizeof(TRows) > 11)
                _11.Add(other._11);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* y, nint stride)
        {
            _0.Store(y);
            if (sizeof(TRows) > 1)
                _1.Store(y + stride);
            if (sizeof(TRows) > 2)
                _2.Store(y + 2 * stride);
            if (sizeof(TRows) > 3)
                _3.Store(y + 3 * stride);
            if (sizeof(TRows) > 4)
                _4.Store(y + 4 * stride);
            if (sizeof(TRows) > 5)
                _5.Store(y + 5 * stride);
            if (sizeof(TRows) > 6)
                _6.Store(y + 6 * stride);
            if (sizeof(TRows) > 7)
                _7.Store(y + 7 * stride);
            if (sizeof(TRows) > 8)
                _8.Store(y + 8 * stride);
            if (sizeof(TRows) > 9)
                _9.Store(y + 9 * stride);
            if (sizeof(TRows) > 10)
                _10.Store(y + 10 * stride);
            if (sizeof(TRows) > 11)
                _11.Store(y + 11 * stride);
        }
    }

    /// <summary>One row of a tile, or of the weights: one to four vectors, kept in registers.</summary>
    private struct Sums<TWidth, TVector, TColumns>
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
    {
        private TVector _a, _b, _c, _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Sums(float* start)
        {
            _a = TWidth.Load(start);
            if (sizeof(TColumns) > 1)
                _b = TWidth.Load(start + TWidth.Lanes);
            if (sizeof(TColumns) > 2)
                _c = TWidth.Load(start + 2 * TWidth.Lanes);
            if (sizeof(TColumns) > 3)
                _d = TWidth.Load(start + 3 * TWidth.Lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float* x, Sums<TWidth, TVector, TColumns> w)
        {
            TVector xk = TWidth.Operand(*x);
            _a = TWidth.MultiplyAdd(xk, w._a, _a);
            if (sizeof(TColumns) > 1)
                _b = TWidth.MultiplyAdd(xk, w._b, _b);
            if (sizeof(TColumns) > 2)
                _c = TWidth.MultiplyAdd(xk, w._c, _c);
            if (sizeof(TColumns) > 3)
                _d = TWidth.MultiplyAdd(xk, w._d, _d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Sums<TWidth, TVector, TColumns> other)
        {
            _a = TWidth.Add(_a, other._a);
            if (sizeof(TColumns) > 1)
                _b = TWidth.Add(_b, other._b);
            if (sizeof(TColumns) > 2)
                _c = TWidth.Add(_c, other._c);
            if (sizeof(TColumns) > 3)
                _d = TWidth.Add(_d, other._d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* y)
        {
            TWidth.Store(_a, y);
            if (sizeof(TColumns) > 1)
                TWidth.Store(_b, y + TWidth.Lanes);
            if (sizeof(TColumns) > 2)
                TWidth.Store(_c, y + 2 * TWidth.Lanes);
            if (sizeof(TColumns) > 3)
                TWidth.Store(_d, y + 3 * TWidth.Lanes);
        }
    }

    /// <summary>How a tile walks over x: either its rows or its terms are neighbours there. Distances are in bytes.</summary>
    private interface IWalk<TSelf>
        where TSelf : struct, IWalk<TSelf>
    {
        /// <summary>Whether each sum has to be one sum from the first term to the last.</summary>
        static abstract bool InOrder { get; }

        /// <summary>Rows of the highest tile.</summary>
        static abstract int MostRows(int lanes, int vectors);

        static abstract TSelf Of(nint stride);

        /// <summary>From one term to the next.</summary>
        nint Next { get; }

        /// <summary>Where a row of the tile, from 1 on, has the term that row 0 has at x.</summary>
        float* Row(float* x, int row);
    }

    /// <summary>
    /// A product's: inputs are neighbours, rows a stride apart. Its multiples wait in registers: each term needs them all.
    /// </summary>
    private readonly struct OverInputs : IWalk<OverInputs>
    {
        private readonly nint _1, _2, _3, _4, _5, _6, _7;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private OverInputs(nint stride)
        {
            (_1, _2, _3, _4) = (stride, 2 * stride, 3 * stride, 4 * stride);
            (_5, _6, _7) = (5 * stride, 6 * stride, 7 * stride);
        }

        public static bool InOrder => false;

        public nint Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => sizeof(float);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int MostRows(int lanes, int vectors) => TileShape.Rows(lanes);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static OverInputs Of(nint stride) => new(stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float* Row(float* x, int row) => row switch
        {
            1 => After(x, _1),
            2 => After(x, _2),
            3 => After(x, _3),
            4 => After(x, _4),
            5 => After(x, _5),
            6 => After(x, _6),
            _ => After(x, _7),
        };
    }

    /// <summary>A weight gradient's: its rows are inputs, side by side, its terms rows of the batch, in their order.</summary>
    private readonly struct OverBatch : IWalk<OverBatch>
    {
        private readonly nint _stride;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private OverBatch(nint stride) => _stride = stride;

        public static bool InOrder => true;

        public nint Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _stride;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int MostRows(int lanes, int vectors) => TileShape.GradientRows(lanes, vectors);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static OverBatch Of(nint stride) => new(stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float* Row(float* x, int row) => x + row;
    }

    // Numbers as types, by their size: the JIT knows it when it reads a tile, and does not even read what is not needed.
    [StructLayout(LayoutKind.Sequential, Size = 1)]
    private readonly struct One;

    [StructLayout(LayoutKind.Sequential, Size = 2)]
    private readonly struct Two;

    [StructLayout(LayoutKind.Sequential, Size = 3)]
    private readonly struct Three;

    [StructLayout(LayoutKind.Sequential, Size = 4)]
    private readonly struct Four;

    [StructLayout(LayoutKind.Sequential, Size = 5)]
    private readonly struct Five;

    [StructLayout(LayoutKind.Sequential, Size = 6)]
    private readonly struct Six;

    [StructLayout(LayoutKind.Sequential, Size = 7)]
    private readonly struct Seven;

    [StructLayout(LayoutKind.Sequential, Size = 8)]
    private readonly struct Eight;

    [StructLayout(LayoutKind.Sequential, Size = 9)]
    private readonly struct Nine;

    [StructLayout(LayoutKind.Sequential, Size = 10)]
    private readonly struct Ten;

    [StructLayout(LayoutKind.Sequential, Size = 11)]
    private readonly struct Eleven;

    [StructLayout(LayoutKind.Sequential, Size = 12)]
    private readonly struct Twelve;
}
