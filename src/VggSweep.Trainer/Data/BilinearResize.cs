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
    private readonly byte[] between;

    public BilinearResize(int from, int to)
    {
        (this.from, this.to) = (from, to);
        var scale = (double)from / to;
        var support = Math.Max(scale, 1.0);
        taps = ((int)Math.Ceiling(support) * 2) + 1;
        starts = new int[to];
        weights = new int[to * taps];
        between = new byte[from * to];
        for (var target = 0; target < to; target++)
        {
            var centre = (target + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(from, (int)(centre + support + 0.5));
            var raw = Enumerable.Range(first, end - first).Select(source => Math.Max(0, 1 - Math.Abs((source - centre + 0.5) / support))).ToArray();
            var sum = raw.Sum();
            starts[target] = first;
            for (var tap = 0; tap < raw.Length; tap++)
            {
                weights[(target * taps) + tap] = (int)(0.5 + (raw[tap] / sum * (1 << FractionBits)));
            }
        }
    }

    /// <param name="image">from × from bytes.</param>
    /// <param name="target">to × to values from 0 to 1: the resized bytes over 255.</param>
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

        for (var row = 0; row < from; row++)
        {
            for (var column = 0; column < to; column++)
            {
                between[(row * to) + column] = Weigh(image, row * from, 1, column);
            }
        }

        for (var row = 0; row < to; row++)
        {
            for (var column = 0; column < to; column++)
            {
                target[(row * to) + column] = Weigh(between, column, to, row) / 255f;
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

    private byte Weigh(ReadOnlySpan<byte> source, int offset, int stride, int target)
    {
        var (sum, start) = (Half, starts[target]);
        for (var tap = 0; tap < taps && start + tap < from; tap++)
        {
            sum += weights[(target * taps) + tap] * source[offset + ((start + tap) * stride)];
        }

        return (byte)Math.Clamp(sum >> FractionBits, 0, 255);
    }
}
