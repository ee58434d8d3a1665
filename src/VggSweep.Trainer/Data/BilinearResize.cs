using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Data;

/// <summary>
/// Resizes square grey images as Pillow does, which the chapter's pipeline uses: bilinear with half-pixel centres, a
/// horizontal pass and then a vertical one, each rounded to bytes, with weights of 22 fractional bits.
/// </summary>
internal sealed class BilinearResize
{
    internal const int FractionBits = 22;
    internal const int Half = 1 << (FractionBits - 1);

    private readonly int from;
    private readonly int to;
    private readonly int taps;
    private readonly int[] starts;
    private readonly int[] weights;

    public BilinearResize(int from, int to)
    {
        (this.from, this.to) = (from, to);
        var scale = (double)from / to;
        var support = Math.Max(scale, 1.0);
        taps = ((int)Math.Ceiling(support) * 2) + 1;
        starts = new int[to];
        weights = new int[to * taps];
        for (var target = 0; target < to; target++)
        {
            var centre = (target + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(from, (int)(centre + support + 0.5));
            var raw = Enumerable
                .Range(first, end - first)
                .Select(source => Math.Max(0, 1 - Math.Abs((source - centre + 0.5) / support)))
                .ToArray();
            var sum = raw.Sum();
            starts[target] = first;
            for (var tap = 0; tap < raw.Length; tap++)
            {
                weights[(target * taps) + tap] = (int)(0.5 + (raw[tap] / sum * (1 << FractionBits)));
            }
        }
    }

    /// <summary>May be called by several threads at once.</summary>
    /// <param name="image">from × from bytes.</param>
    /// <param name="target">to × to values from 0 to 1: the resized bytes over 255.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Resize(ReadOnlySpan<byte> image, Span<float> target)
    {
        if (from == to)
        {
            for (var pixel = 0; pixel < image.Length; pixel++)
            {
                target[pixel] = image[pixel] / 255f;
            }

            return;
        }

        // Both passes weigh whole rows: the horizontal one those of the image turned over.
        Span<int> turned = stackalloc int[from * from];
        for (var row = 0; row < from; row++)
        {
            for (var column = 0; column < from; column++)
            {
                turned[(column * from) + row] = image[(row * from) + column];
            }
        }

        Span<int> between = stackalloc int[from * to];
        Span<int> line = stackalloc int[Math.Max(from, to)];
        for (var column = 0; column < to; column++)
        {
            Weigh(turned, from, column, line);
            for (var row = 0; row < from; row++)
            {
                between[(row * to) + column] = line[row];
            }
        }

        for (var row = 0; row < to; row++)
        {
            Weigh(between, to, row, line);
            var values = target.Slice(row * to, to);
            for (var column = 0; column < to; column++)
            {
                values[column] = line[column] / 255f;
            }
        }
    }

    /// <summary>The weights of all pixels, (to, from), in units of 2^-22.</summary>
    public double[] Matrix()
    {
        var matrix = new double[to * from];
        for (var target = 0; target < to; target++)
        {
            for (var tap = 0; tap < taps && starts[target] + tap < from; tap++)
            {
                matrix[(target * from) + starts[target] + tap] = weights[(target * taps) + tap];
            }
        }

        return matrix;
    }

    /// <summary>A row of the target: the rows of the source that it lies between, weighed and rounded to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(ReadOnlySpan<int> source, int width, int target, Span<int> line)
    {
        var used = weights.AsSpan(target * taps, Math.Min(taps, from - starts[target]));
        var first = source[(starts[target] * width)..];
        var column = 0;
        for (; column + Vector256<int>.Count <= width; column += Vector256<int>.Count)
        {
            var sum = Vector256.Create(Half);
            for (var tap = 0; tap < used.Length; tap++)
            {
                sum += Vector256.Create(first[((tap * width) + column)..]) * used[tap];
            }

            Vector256.Min(
                Vector256.Max(Vector256.ShiftRightArithmetic(sum, FractionBits), Vector256<int>.Zero),
                Vector256.Create(255)).CopyTo(line[column..]);
        }

        for (; column < width; column++)
        {
            var sum = Half;
            for (var tap = 0; tap < used.Length; tap++)
            {
                sum += used[tap] * first[(tap * width) + column];
            }

            line[column] = Math.Clamp(sum >> FractionBits, 0, 255);
        }
    }
}
