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
        public void Add(float* x, nint row, Sums<TWidth, TVector, TColumns> w)
        {
            _0.Add(x, w);
            if (sizeof(TRows) > 1)
                _1.Add(x + row, w);
            if (sizeof(TRows) > 2)
                _2.Add(x + 2 * row, w);
            if (sizeof(TRows) > 3)
                _3.Add(x + 3 * row, w);
            if (sizeof(TRows) > 4)
                _4.Add(x + 4 * row, w);
            if (sizeof(TRows) > 5)
                _5.Add(x + 5 * row, w);
            if (sizeof(TRows) > 6)
                _6.Add(x + 6 * row, w);
            if (sizeof(TRows) > 7)
                _7.Add(x + 7 * row, w);
            if (sizeof(TRows) > 8)
                _8.Add(x + 8 * row, w);
            if (sizeof(TRows) > 9)
                _9.Add(x + 9 * row, w);
            if (sizeof(TRows) > 10)
                _10.Add(x + 10 * row, w);
            if (sizeof(TRows) > 11)
                _11.Add(x + 11 * row, w);
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
