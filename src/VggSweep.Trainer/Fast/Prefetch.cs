using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// Calls a block of a matrix into the cache, line by line between multiplications: many lines at once keep each other waiting,
/// and what the multiplications read as well.
/// </summary>
/// <param name="block">Its first value.</param>
/// <param name="stride">Values from row to row.</param>
/// <param name="shares">Calls of <see cref="BeginShare"/> until all of it is called.</param>
internal unsafe struct Prefetch(float* block, nint stride, int rows, int columns, int shares)
{
    private const int Line = 16;

    private readonly int lines = Lines(columns);
    private readonly int share = ((rows * Lines(columns)) + shares - 1) / shares;
    private float* next = block;
    private int leftInRow = Lines(columns);
    private int rowsLeft = rows;
    private int leftInShare;

    public void BeginShare() => leftInShare = share;

    /// <summary>One line, while the share lasts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (leftInShare > 0 && rowsLeft > 0)
        {
            Sse.Prefetch0(next);
            leftInShare--;
            next += Line;
            if (--leftInRow == 0)
            {
                next += stride - (lines * Line);
                (leftInRow, rowsLeft) = (lines, rowsLeft - 1);
            }
        }
    }

    /// <summary>All of it, at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(float* block, nint stride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++, block += stride)
        {
            for (var column = 0; column < columns; column += Line)
            {
                Sse.Prefetch0(block + column);
            }
        }
    }

    private static int Lines(int columns) => (Math.Max(columns, 0) + Line - 1) / Line;
}
