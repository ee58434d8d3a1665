using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace VggSweep.Trainer.Fast;

/// <summary>Calls a block of a matrix into the cache, a share at a time.</summary>
/// <param name="block">Its first value.</param>
/// <param name="stride">Values from row to row.</param>
/// <param name="shares">Calls of <see cref="Some"/> until all of it is called.</param>
internal unsafe ref struct Prefetch(float* block, nint stride, int rows, int columns, int shares)
{
    private const int Line = 16;

    private readonly int rowsAShare = (rows + shares - 1) / shares;
    private int done;

    public void Some()
    {
        if (done < rows)
        {
            Block(block + (done * stride), stride, Math.Min(rowsAShare, rows - done), columns);
            done += rowsAShare;
        }
    }

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
}
