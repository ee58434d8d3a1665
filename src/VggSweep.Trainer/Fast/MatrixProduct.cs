using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// fp32 matrix products of the dense layers, C = α·A·B + β·C, after Goto and van de Geijn (2008): a panel of B
/// stands packed in the second-level cache while the rows of A pass it, and a tile of C in registers. Ours, because libtorch's
/// goes to MKL, which runs at half speed on AMD and cannot add into a weight.
/// </summary>
internal sealed unsafe class MatrixProduct(Lanes lanes)
{
    private const int TileRows = 8;
    private const int TileColumns = 32;

    private const int Depth = 256;

    /// <summary>Of B, packed at once: 384 KiB, less than half of a second-level cache.</summary>
    private const int PanelColumns = 12 * TileColumns;

    /// <summary>Of the rows of A, packed too: a power of two between them would put all into one set of the cache.</summary>
    private const int PackedStride = Depth + 16;

    /// <summary>Without 512-bit vectors the tile does not fit the registers, and libtorch's product is the better one.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">(m, k), row by row; so are B (k, n) and C (m, n), each without gaps.</param>
    public void Multiply(int m, int n, int k, float* a, float* b, float* c, float alpha, float beta)
    {
        // The longer side is split: each lane packs only what it multiplies, or all of a small B.
        if (n >= m)
        {
            lanes.Run((n + TileColumns - 1) / TileColumns, (_, from, to) =>
                Part(0, m, from * TileColumns, Math.Min(to * TileColumns, n), n, k, a, b, c, alpha, beta));
        }
        else
        {
            lanes.Run((m + TileRows - 1) / TileRows, (_, from, to) =>
                Part(from * TileRows, Math.Min(to * TileRows, m), 0, n, n, k, a, b, c, alpha, beta));
        }
    }

    /// <summary>Turns (rows, columns) into (columns, rows).</summary>
    public void Transpose(int rows, int columns, float* from, float* to) => lanes.Run((columns + 15) / 16, (_, first, last) =>
    {
        for (var column = first * 16; column < Math.Min(last * 16, columns); column++)
        {
            var source = from + column;
            var target = to + ((nint)column * rows);
            for (var row = 0; row < rows; row++, source += columns)
            {
                target[row] = *source;
            }
        }
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(int firstRow, int endRow, int firstColumn, int endColumn, int n, int k, float* a, float* b, float* c, float alpha, float beta)
    {
        var panel = (float*)NativeMemory.AlignedAlloc(Depth * PanelColumns * sizeof(float), 64);
        var tile = stackalloc float[TileRows * PackedStride];
        var edge = stackalloc float[TileColumns];
        for (var first = firstColumn; first < endColumn; first += PanelColumns)
        {
            var end = Math.Min(first + PanelColumns, endColumn);
            for (var p = 0; p < k; p += Depth)
            {
                var (depth, keep) = (Math.Min(Depth, k - p), p == 0 ? beta : 1);
                for (var column = first; column < end; column += TileColumns)
                {
                    Pack(depth, Math.Min(TileColumns, end - column), b + ((nint)p * n) + column, n, panel + (Depth * (column - first)));
                }

                for (var row = firstRow; row < endRow; row += TileRows)
                {
                    var rows = Math.Min(TileRows, endRow - row);
                    for (var line = 0; line < rows; line++)
                    {
                        new ReadOnlySpan<float>(a + ((nint)(row + line) * k) + p, depth).CopyTo(new Span<float>(tile + (line * PackedStride), depth));
                    }

                    // What the next rows and the next panel are packed from comes into the cache while these are multiplied.
                    var ahead = new Prefetch(a + ((nint)(row + TileRows) * k) + p, k, Math.Min(TileRows, endRow - row - TileRows), depth, (end - first + TileColumns - 1) / TileColumns);
                    var isLastDepth = p + depth >= k;
                    var next = isLastDepth ? b + end : b + ((nint)(p + depth) * n) + first;
                    var tiles = (endRow - firstRow + TileRows - 1) / TileRows;
                    var part = (row - firstRow) / TileRows;
                    var nextDepth = isLastDepth ? (end < endColumn ? Math.Min(Depth, k) : 0) : Math.Min(Depth, k - p - depth);
                    Prefetch.Block(next + ((nint)(nextDepth * part / tiles) * n), n, (nextDepth * (part + 1) / tiles) - (nextDepth * part / tiles), isLastDepth ? Math.Min(PanelColumns, endColumn - end) : end - first);
                    for (var column = first; column < end; column += TileColumns)
                    {
                        ahead.Some();
                        var columns = Math.Min(TileColumns, end - column);
                        var right = panel + (Depth * (column - first));
                        var target = c + ((nint)row * n) + column;
                        if (rows == TileRows && columns == TileColumns)
                        {
                            Tile(depth, tile, right, target, n, alpha, keep);
                        }
                        else
                        {
                            Edge(rows, columns, depth, tile, right, edge, target, n, alpha, keep);
                        }
                    }
                }
            }
        }

        NativeMemory.AlignedFree(panel);
    }

    private static void Pack(int depth, int columns, float* b, nint stride, float* strip)
    {
        if (columns == TileColumns)
        {
            for (var row = 0; row < depth; row++, b += stride, strip += TileColumns)
            {
                Vector512.Load(b).Store(strip);
                Vector512.Load(b + 16).Store(strip + 16);
            }

            return;
        }

        for (var row = 0; row < depth; row++, b += stride, strip += TileColumns)
        {
            var target = new Span<float>(strip, TileColumns);
            new Span<float>(b, columns).CopyTo(target);
            target[columns..].Clear();
        }
    }

    /// <summary>A tile over the edge of C: row by row into a place of its own, and from there what C has.</summary>
    private static void Edge(int rows, int columns, int depth, float* a, float* strip, float* edge, float* c, nint target, float alpha, float beta)
    {
        for (var row = 0; row < rows; row++, a += PackedStride, c += target)
        {
            var (left, right) = (Vector512<float>.Zero, Vector512<float>.Zero);
            for (var p = 0; p < depth; p++)
            {
                var factor = Vector512.Create(a[p]);
                left = Vector512.FusedMultiplyAdd(factor, Vector512.Load(strip + (p * TileColumns)), left);
                right = Vector512.FusedMultiplyAdd(factor, Vector512.Load(strip + (p * TileColumns) + 16), right);
            }

            left.Store(edge);
            right.Store(edge + 16);
            for (var column = 0; column < columns; column++)
            {
                c[column] = (alpha * edge[column]) + (beta == 0 ? 0 : beta * c[column]);
            }
        }
    }

    /// <summary>Eight rows by two vectors: sixteen sums, which the multipliers' latency needs, in as many registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(int depth, float* a, float* b, float* c, nint target, float alpha, float beta)
    {
        Prefetch.Block(c, target, TileRows, TileColumns);
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (var p = 0; p < depth; p++, a++, b += TileColumns)
        {
            var (left, right) = (Vector512.Load(b), Vector512.Load(b + 16));
            var factor = Vector512.Create(*a);
            (c00, c01) = (Vector512.FusedMultiplyAdd(factor, left, c00), Vector512.FusedMultiplyAdd(factor, right, c01));
            factor = Vector512.Create(a[PackedStride]);
            (c10, c11) = (Vector512.FusedMultiplyAdd(factor, left, c10), Vector512.FusedMultiplyAdd(factor, right, c11));
            factor = Vector512.Create(a[2 * PackedStride]);
            (c20, c21) = (Vector512.FusedMultiplyAdd(factor, left, c20), Vector512.FusedMultiplyAdd(factor, right, c21));
            factor = Vector512.Create(a[3 * PackedStride]);
            (c30, c31) = (Vector512.FusedMultiplyAdd(factor, left, c30), Vector512.FusedMultiplyAdd(factor, right, c31));
            factor = Vector512.Create(a[4 * PackedStride]);
            (c40, c41) = (Vector512.FusedMultiplyAdd(factor, left, c40), Vector512.FusedMultiplyAdd(factor, right, c41));
            factor = Vector512.Create(a[5 * PackedStride]);
            (c50, c51) = (Vector512.FusedMultiplyAdd(factor, left, c50), Vector512.FusedMultiplyAdd(factor, right, c51));
            factor = Vector512.Create(a[6 * PackedStride]);
            (c60, c61) = (Vector512.FusedMultiplyAdd(factor, left, c60), Vector512.FusedMultiplyAdd(factor, right, c61));
            factor = Vector512.Create(a[7 * PackedStride]);
            (c70, c71) = (Vector512.FusedMultiplyAdd(factor, left, c70), Vector512.FusedMultiplyAdd(factor, right, c71));
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
        var (oldLeft, oldRight) = beta == 0 ? (Vector512<float>.Zero, Vector512<float>.Zero) : (Vector512.Load(c) * beta, Vector512.Load(c + 16) * beta);
        Vector512.FusedMultiplyAdd(Vector512.Create(alpha), left, oldLeft).Store(c);
        Vector512.FusedMultiplyAdd(Vector512.Create(alpha), right, oldRight).Store(c + 16);
    }
}
