using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>A tile of C in a <see cref="MatrixProduct"/>, from packed rows of A and a packed strip of B.</summary>
internal static unsafe class ProductTile
{
    public const int Rows = 8;
    public const int Columns = 32;

    /// <summary>Columns of A and rows of B that are multiplied at once, at most.</summary>
    public const int Depth = 256;

    /// <summary>Values from row to row of A: a power of two would put all into one set of the cache.</summary>
    public const int RowOfA = Depth + 16;

    /// <summary>Steps of the depth.</summary>
    private const int BetweenPrefetches = 8;

    /// <summary>A tile over the edge of C: row by row into a place of its own, and from there what C has.</summary>
    public static void Edge(
        int rows, int columns, int depth, float* a, float* strip, float* edge, float* c, nint target, float alpha,
        float beta)
    {
        for (var row = 0; row < rows; row++, a += RowOfA, c += target)
        {
            var (left, right) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (var p = 0; p < depth; p++)
            {
                var factor = Vector512.Create(a[p]);
                left = Vector512.FusedMultiplyAdd(factor, Vector512.Load(strip + (p * Columns)), left);
                right = Vector512.FusedMultiplyAdd(factor, Vector512.Load(strip + (p * Columns) + 16), right);
            }

            left.Store(edge);
            right.Store(edge + 16);
            for (var column = 0; column < columns; column++)
            {
                c[column] = (alpha * edge[column]) + (beta == 0 ? 0 : beta * c[column]);
            }
        }
    }

    /// <summary>
    /// α·A·B + β·C of a whole tile. Eight rows by two vectors: sixteen sums, which the multipliers' latency needs, in
    /// as many registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        int depth, float* a, float* b, float* c, nint target, float alpha, float beta, ref Prefetch nextRows, ref Prefetch nextPanel)
    {
        Prefetch.Block(c, target, Rows, Columns);
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default,
            c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default,
            c70 = default, c71 = default;
        for (var end = a + depth; a < end;)
        {
            nextRows.Next();
            nextPanel.Next();
            for (var stop = a + Math.Min(BetweenPrefetches, (int)(end - a)); a < stop; a++, b += Columns)
            {
                var (left, right) = (Vector512.Load(b), Vector512.Load(b + 16));
                var factor = Vector512.Create(*a);
                (c00, c01) = (Vector512.FusedMultiplyAdd(factor, left, c00), Vector512.FusedMultiplyAdd(factor, right, c01));
                factor = Vector512.Create(a[RowOfA]);
                (c10, c11) = (Vector512.FusedMultiplyAdd(factor, left, c10), Vector512.FusedMultiplyAdd(factor, right, c11));
                factor = Vector512.Create(a[2 * RowOfA]);
                (c20, c21) = (Vector512.FusedMultiplyAdd(factor, left, c20), Vector512.FusedMultiplyAdd(factor, right, c21));
                factor = Vector512.Create(a[3 * RowOfA]);
                (c30, c31) = (Vector512.FusedMultiplyAdd(factor, left, c30), Vector512.FusedMultiplyAdd(factor, right, c31));
                factor = Vector512.Create(a[4 * RowOfA]);
                (c40, c41) = (Vector512.FusedMultiplyAdd(factor, left, c40), Vector512.FusedMultiplyAdd(factor, right, c41));
                factor = Vector512.Create(a[5 * RowOfA]);
                (c50, c51) = (Vector512.FusedMultiplyAdd(factor, left, c50), Vector512.FusedMultiplyAdd(factor, right, c51));
                factor = Vector512.Create(a[6 * RowOfA]);
                (c60, c61) = (Vector512.FusedMultiplyAdd(factor, left, c60), Vector512.FusedMultiplyAdd(factor, right, c61));
                factor = Vector512.Create(a[7 * RowOfA]);
                (c70, c71) = (Vector512.FusedMultiplyAdd(factor, left, c70), Vector512.FusedMultiplyAdd(factor, right, c71));
            }
        }

        Store(c, c00, c01, alpha, beta);
        Store(c += target, c10, c11, alpha, beta);
        Store(c += target, c20, c21, alpha, beta);
        Store(c += target, c30, c31, alpha, beta);
        Store(c += target, c40, c41, alpha, beta);
        Store(c += target, c50, c51, alpha, beta);
        Store(c += target, c60, c61, alpha, beta);
        Store(c + target, c70, c71, alpha, beta);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> left, Vector512<float> right, float alpha, float beta)
    {
        // With β = 0 what stands there may be anything, NaN too.
        var (oldLeft, oldRight) = beta == 0
            ? (Vector512<float>.Zero, Vector512<float>.Zero)
            : (Vector512.Load(c) * beta, Vector512.Load(c + 16) * beta);
        Vector512.FusedMultiplyAdd(Vector512.Create(alpha), left, oldLeft).Store(c);
        Vector512.FusedMultiplyAdd(Vector512.Create(alpha), right, oldRight).Store(c + 16);
    }
}
