using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// What batch normalization does with values channels last: sums over each channel, and each value with factors of its
/// channel. A few rows are summed in fp32 and those sums in fp64: over a whole batch fp32 alone loses four bits more than
/// libtorch's sums do, and each lost bit lets twice as many near-ties of a pooling fall the other way.
/// </summary>
/// <param name="channels">A multiple of 8.</param>
internal sealed unsafe class ChannelPasses(int channels, Lanes lanes)
{
    private const int Group = PoolRelu.Group;

    /// <summary>Rows that fp32 sums up.</summary>
    private const int Block = 32;

    private readonly double[][] sums = [.. Enumerable.Range(0, lanes.Count).Select(_ => new double[2 * channels])];

    /// <summary>Σp and Σp·(x − shift) of each channel, where p is <paramref name="by"/>, or x − shift where that is null.</summary>
    /// <param name="rows">Of <paramref name="x"/>, (rows, channels); so is <paramref name="by"/>.</param>
    /// <param name="first">Gets Σp.</param>
    /// <param name="second">Gets Σp·(x − shift).</param>
    public void Sum<T>(int rows, void* x, void* by, ReadOnlySpan<float> shift, Span<double> first, Span<double> second)
        where T : struct, IElements
    {
        fixed (float* shifts = shift)
        {
            var from = shifts;
            lanes.Run(rows, (lane, start, end) => SumPart<T>(start, end, x, by, from, sums[lane]));
        }

        for (var channel = 0; channel < channels; channel++)
        {
            (first[channel], second[channel]) = (0, 0);
            foreach (var part in sums)
            {
                (first[channel], second[channel]) = (first[channel] + part[channel], second[channel] + part[channels + channel]);
            }
        }
    }

    /// <summary>(x − shift)·scale + constant, and by·factor to it where there is one.</summary>
    /// <param name="by">Null or as <paramref name="x"/>; may be <paramref name="to"/>.</param>
    public void Combine<T>(
        int rows, void* x, void* by, ReadOnlySpan<float> shift, ReadOnlySpan<float> scale, ReadOnlySpan<float> constant,
        ReadOnlySpan<float> factor, void* to)
        where T : struct, IElements
    {
        fixed (float* shifts = shift, scales = scale, constants = constant, factors = factor)
        {
            var (s, a, c, f) = ((nint)shifts, (nint)scales, (nint)constants, (nint)factors);
            lanes.Run(rows, (_, start, end) => CombinePart<T>(start, end, x, by, (float*)s, (float*)a, (float*)c, (float*)f, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumPart<T>(int start, int end, void* x, void* by, float* shift, double[] sum)
        where T : struct, IElements
    {
        Array.Clear(sum);
        var eight = stackalloc float[2 * Group];
        for (var block = start; block < end; block += Block)
        {
            var last = Math.Min(block + Block, end);
            for (var channel = 0; channel < channels; channel += Group)
            {
                Vector256<float> ones = default, products = default;
                var off = Vector256.Load(shift + channel);
                for (var index = ((nint)block * channels) + channel; index < (nint)last * channels; index += channels)
                {
                    var value = T.Load(x, index) - off;
                    var other = by == null ? value : T.Load(by, index);
                    ones += other;
                    products = Vector256.FusedMultiplyAdd(other, value, products);
                }

                ones.Store(eight);
                products.Store(eight + Group);
                for (var lane = 0; lane < Group; lane++)
                {
                    sum[channel + lane] += eight[lane];
                    sum[channels + channel + lane] += eight[Group + lane];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombinePart<T>(int start, int end, void* x, void* by, float* shift, float* scale, float* constant, float* factor, void* to)
        where T : struct, IElements
    {
        for (var row = start; row < end; row++)
        {
            var index = (nint)row * channels;
            for (var channel = 0; channel < channels; channel += Group, index += Group)
            {
                var value = Vector256.FusedMultiplyAdd(
                    T.Load(x, index) - Vector256.Load(shift + channel), Vector256.Load(scale + channel),
                    Vector256.Load(constant + channel));
                if (by != null)
                {
                    value = Vector256.FusedMultiplyAdd(T.Load(by, index), Vector256.Load(factor + channel), value);
                }

                T.Store(to, index, value);
            }
        }
    }
}
