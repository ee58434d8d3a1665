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
    private const int Depth = ProductTile.Depth;

    /// <summary>Of B, packed at once: 384 KiB, less than half of a second-level cache.</summary>
    private const int PanelColumns = 12 * ProductTile.Columns;

    /// <summary>
    /// Of a panel's columns as wide as a tile; a power of two between them would put a row of all into one set of the
    /// cache.
    /// </summary>
    private const int Strip = (Depth * ProductTile.Columns) + 32;

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
            lanes.Run((n + ProductTile.Columns - 1) / ProductTile.Columns, (_, from, to) =>
                Part(0, m, from * ProductTile.Columns, Math.Min(to * ProductTile.Columns, n), n, k, a, b, c, alpha, beta));
        }
        else
        {
            lanes.Run((m + ProductTile.Rows - 1) / ProductTile.Rows, (_, from, to) =>
                Part(from * ProductTile.Rows, Math.Min(to * ProductTile.Rows, m), 0, n, n, k, a, b, c, alpha, beta));
        }
    }

    /// <summary>Turns (rows, columns) into (columns, rows), in blocks whose lines the first cache holds.</summary>
    public void Transpose(int rows, int columns, float* from, float* to) => lanes.Run((columns + 15) / 16, (_, first, last) =>
    {
        const int BlockRows = 8;
        for (var block = first * 16; block < Math.Min(last * 16, columns); block += 16)
        {
            for (var row = 0; row < rows; row += BlockRows)
            {
                var end = Math.Min(row + BlockRows, rows);
                for (var column = block; column < Math.Min(block + 16, columns); column++)
                {
                    for (var line = row; line < end; line++)
                    {
                        to[((nint)column * rows) + line] = from[((nint)line * columns) + column];
                    }
                }
            }
        }
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(
        int firstRow, int endRow, int firstColumn, int endColumn, int n, int k, float* a, float* b, float* c,
        float alpha, float beta)
    {
        var panel = (float*)NativeMemory.AlignedAlloc(PanelColumns / ProductTile.Columns * Strip * sizeof(float), 64);
        var rowsOfA = stackalloc float[ProductTile.Rows * ProductTile.RowOfA];
        var edge = stackalloc float[ProductTile.Columns];
        for (var first = firstColumn; first < endColumn; first += PanelColumns)
        {
            var end = Math.Min(first + PanelColumns, endColumn);
            var strips = (end - first + ProductTile.Columns - 1) / ProductTile.Columns;
            for (var p = 0; p < k; p += Depth)
            {
                var (depth, keep) = (Math.Min(Depth, k - p), p == 0 ? beta : 1);
                Pack(depth, end - first, b + ((nint)p * n) + first, n, panel);

                // What the next rows and the next panel are packed from comes into the cache while these are multiplied.
                var tiles = strips * ((endRow - firstRow + ProductTile.Rows - 1) / ProductTile.Rows);
                var nextPanel = p + depth < k
                    ? new Prefetch(b + ((nint)(p + depth) * n) + first, n, Math.Min(Depth, k - p - depth), end - first, tiles)
                    : new Prefetch(b + end, n, Math.Min(Depth, k), Math.Min(PanelColumns, endColumn - end), tiles);
                for (var row = firstRow; row < endRow; row += ProductTile.Rows)
                {
                    var rows = Math.Min(ProductTile.Rows, endRow - row);
                    for (var line = 0; line < rows; line++)
                    {
                        new ReadOnlySpan<float>(a + ((nint)(row + line) * k) + p, depth).CopyTo(
                            new Span<float>(rowsOfA + (line * ProductTile.RowOfA), depth));
                    }

                    var nextRows = new Prefetch(
                        a + ((nint)(row + ProductTile.Rows) * k) + p, k,
                        Math.Min(ProductTile.Rows, endRow - row - ProductTile.Rows), depth, strips);
                    var strip = panel;
                    for (var column = first; column < end; column += ProductTile.Columns, strip += Strip)
                    {
                        nextRows.BeginShare();
                        nextPanel.BeginShare();
                        var target = c + ((nint)row * n) + column;
                        if (rows == ProductTile.Rows && end - column >= ProductTile.Columns)
                        {
                            ProductTile.Multiply(depth, rowsOfA, strip, target, n, alpha, keep, ref nextRows, ref nextPanel);
                        }
                        else
                        {
                            ProductTile.Edge(
                                rows, Math.Min(ProductTile.Columns, end - column), depth, rowsOfA, strip, edge, target,
                                n, alpha, keep);
                        }
                    }
                }
            }
        }

        NativeMemory.AlignedFree(panel);
    }

    /// <summary>Row by row, since a row of B is many pages from the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(int depth, int columns, float* b, nint stride, float* panel)
    {
        for (var row = 0; row < depth; row++, b += stride, panel += ProductTile.Columns)
        {
            var strip = panel;
            var column = 0;
            for (; column + ProductTile.Columns <= columns; column += ProductTile.Columns, strip += Strip)
            {
                Vector512.Load(b + column).Store(strip);
                Vector512.Load(b + column + 16).Store(strip + 16);
            }

            if (column < columns)
            {
                var target = new Span<float>(strip, ProductTile.Columns);
                new Span<float>(b + column, columns - column).CopyTo(target);
                target[(columns - column)..].Clear();
            }
        }
    }
}
