using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

// The tiles themselves, and which of them is compiled for whom.
public static unsafe partial class ProductTiles
{
    // Tiles that no layer asks for are not compiled: with more sums than registers they would keep some on the stack.
    private static void Tile<TWidth, TVector, TWalk>(
        int rows, int vectors, float* x, nint strideX, float* w, nint width, float* b, float* y, nint strideY, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TWalk : struct, IWalk<TWalk>
    {
        switch (vectors)
        {
            case 1:
                Tile<TWidth, TVector, TWalk, One>(rows, x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 2:
                Tile<TWidth, TVector, TWalk, Two>(rows, x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 3 when TWidth.Lanes != 8:
                Tile<TWidth, TVector, TWalk, Three>(rows, x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 4 when TWidth.Lanes == 4:
                Tile<TWidth, TVector, TWalk, Four>(rows, x, strideX, w, width, b, y, strideY, reduction);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(vectors));
        }
    }

    private static void Tile<TWidth, TVector, TWalk, TColumns>(
        int rows, float* x, nint strideX, float* w, nint width, float* b, float* y, nint strideY, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TWalk : struct, IWalk<TWalk>
        where TColumns : unmanaged
    {
        int most = TWalk.MostRows(TWidth.Lanes, sizeof(TColumns));
        switch (rows)
        {
            case 1 when !TWalk.InOrder:
                OneRow<TWidth, TVector, TColumns>(x, w, width, b, y, reduction);
                break;
            case 1:
                Rows<TWidth, TVector, TWalk, TColumns, One>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 2:
                Rows<TWidth, TVector, TWalk, TColumns, Two>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 3:
                Rows<TWidth, TVector, TWalk, TColumns, Three>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 4:
                Rows<TWidth, TVector, TWalk, TColumns, Four>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 5:
                Rows<TWidth, TVector, TWalk, TColumns, Five>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 6 when most >= 6:
                Rows<TWidth, TVector, TWalk, TColumns, Six>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 7 when most >= 7:
                Rows<TWidth, TVector, TWalk, TColumns, Seven>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 8 when most >= 8:
                Rows<TWidth, TVector, TWalk, TColumns, Eight>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 9 when most >= 9:
                Rows<TWidth, TVector, TWalk, TColumns, Nine>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 10 when most >= 10:
                Rows<TWidth, TVector, TWalk, TColumns, Ten>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 11 when most >= 11:
                Rows<TWidth, TVector, TWalk, TColumns, Eleven>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            case 12 when most >= 12:
                Rows<TWidth, TVector, TWalk, TColumns, Twelve>(x, strideX, w, width, b, y, strideY, reduction);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    // one sum would wait four cycles for each multiply-add: four take turns
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWidth, TVector, TColumns>(float* x, float* w, nint width, float* b, float* y, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
    {
        nint next = width * sizeof(float), next2 = 2 * next, next3 = 3 * next, next4 = 4 * next;
        Sums<TWidth, TVector, TColumns> sum0 = b == null ? default : new(b), sum1 = default, sum2 = default, sum3 = default;
        for (int turns = reduction >> 2; turns != 0; turns--, x += 4, w = After(w, next4))
        {
            sum0.Add(x, new(w));
            sum1.Add(x + 1, new(After(w, next)));
            sum2.Add(x + 2, new(After(w, next2)));
            sum3.Add(x + 3, new(After(w, next3)));
        }

        if ((reduction & 2) != 0)
        {
            sum0.Add(x, new(w));
            sum0.Add(x + 1, new(After(w, next)));
            x += 2;
            w = After(w, next2);
        }

        if ((reduction & 1) != 0)
            sum0.Add(x, new(w));
        sum0.Add(sum1);
        sum2.Add(sum3);
        sum0.Add(sum2);
        sum0.Store(y);
    }

    // Few rows have a second set of sums for every other term, or they too would wait, unless the order of terms counts. The
    // smaller a tile the more terms has a turn, whose end costs the same in all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TWidth, TVector, TWalk, TColumns, TRows>(
        float* x, nint strideX, float* w, nint width, float* b, float* y, nint strideY, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TWalk : struct, IWalk<TWalk>
        where TColumns : unmanaged
        where TRows : unmanaged
    {
        const int MostInTwoSets = 6, MostByFour = 4, MostByTwo = 9;
        var walk = TWalk.Of(strideX * sizeof(float));
        nint nextX = walk.Next, next = width * sizeof(float), next2 = 2 * next, next3 = 3 * next, next4 = 4 * next;
        var sums = new Block<TWidth, TVector, TColumns, TRows>(b);
        if (sizeof(TRows) * sizeof(TColumns) <= MostInTwoSets && !TWalk.InOrder)
        {
            Block<TWidth, TVector, TColumns, TRows> odd = default;
            for (int turns = reduction >> 2; turns != 0; turns--, x = After(x, nextX), w = After(w, next4))
            {
                sums.Add(x, walk, new(w));
                x = After(x, nextX);
                odd.Add(x, walk, new(After(w, next)));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next2)));
                x = After(x, nextX);
                odd.Add(x, walk, new(After(w, next3)));
            }

            if ((reduction & 2) != 0)
            {
                sums.Add(x, walk, new(w));
                x = After(x, nextX);
                odd.Add(x, walk, new(After(w, next)));
                x = After(x, nextX);
                w = After(w, next2);
            }

            sums.Add(odd);
            if ((reduction & 1) != 0)
                sums.Add(x, walk, new(w));
        }
        else if (sizeof(TRows) * sizeof(TColumns) <= MostByFour)
        {
            for (int turns = reduction >> 2; turns != 0; turns--, x = After(x, nextX), w = After(w, next4))
            {
                sums.Add(x, walk, new(w));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next)));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next2)));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next3)));
            }

            if ((reduction & 2) != 0)
            {
                sums.Add(x, walk, new(w));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next)));
                x = After(x, nextX);
                w = After(w, next2);
            }

            if ((reduction & 1) != 0)
                sums.Add(x, walk, new(w));
        }
        else if (sizeof(TRows) * sizeof(TColumns) <= MostByTwo)
        {
            for (int turns = reduction >> 1; turns != 0; turns--, x = After(x, nextX), w = After(w, next2))
            {
                sums.Add(x, walk, new(w));
                x = After(x, nextX);
                sums.Add(x, walk, new(After(w, next)));
            }

            if ((reduction & 1) != 0)
                sums.Add(x, walk, new(w));
        }
        else
        {
            for (; reduction != 0; reduction--, x = After(x, nextX), w = After(w, next))
                sums.Add(x, walk, new(w));
        }

        sums.Store(y, strideY);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* After(float* start, nint bytes) => (float*)((byte*)start + bytes);
}
