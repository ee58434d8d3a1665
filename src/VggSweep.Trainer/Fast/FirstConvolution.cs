using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// A 3×3 convolution of grey images with padding 1, and <see cref="PoolRelu"/> behind it, in one pass: at 224 pixels and
/// width 16 the convolution's output would be 411 MB, written and read four times a step. Always fp32.
/// </summary>
/// <param name="channels">Of the output, a multiple of 8.</param>
/// <param name="side">Of the images.</param>
internal sealed unsafe class FirstConvolution(int channels, int side, Lanes lanes)
{
    private const int Taps = 9;

    private readonly PoolRelu pool = new(channels, side, side);

    /// <summary>Weights (Taps, channels) and bias: what the passes read and write, beside torch's (channels, Taps).</summary>
    private readonly float[] weights = new float[(Taps + 1) * channels];
    private readonly double[][] sums = [.. Enumerable.Range(0, lanes.Count).Select(_ => new double[(Taps + 1) * channels])];

    /// <param name="images">(n, side, side)</param>
    /// <param name="weight">(channels, 1, 3, 3)</param>
    /// <param name="output">(n, side/2, side/2, channels), pooled and cut at zero.</param>
    /// <param name="marks">As <see cref="PoolRelu"/> keeps them.</param>
    public void Forward<T>(int n, float* images, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, void* output, uint* marks)
        where T : struct, IElements
    {
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                weights[(tap * channels) + channel] = weight[(channel * Taps) + tap];
            }

            weights[(Taps * channels) + channel] = bias[channel];
        }

        lanes.Run(n, (_, first, end) => ForwardPart<T>(first, end, images, output, marks));
    }

    /// <param name="gradient">Of the output.</param>
    /// <param name="weightGradient">(channels, 1, 3, 3), added to.</param>
    public void Backward<T>(int n, float* images, void* gradient, uint* marks, Span<float> weightGradient, Span<float> biasGradient)
        where T : struct, IElements
    {
        lanes.Run(n, (lane, first, end) =>
        {
            Array.Clear(sums[lane]);
            BackwardPart<T>(first, end, images, gradient, marks, sums[lane]);
        });
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                weightGradient[(channel * Taps) + tap] += (float)sums.Sum(lane => lane[(tap * channels) + channel]);
            }

            biasGradient[channel] += (float)sums.Sum(lane => lane[(Taps * channels) + channel]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardPart<T>(int firstImage, int endImage, float* images, void* output, uint* marks)
        where T : struct, IElements
    {
        var stride = side + 2;
        var rows = stackalloc float[4 * stride];
        fixed (float* kernel = weights)
        {
            for (var image = firstImage; image < endImage; image++)
            {
                for (var row = 0; row < pool.PooledHeight; row++)
                {
                    CopyRows(images + ((nint)image * side * side), 2 * row, rows);
                    var line = (((nint)image * pool.PooledHeight) + row) * pool.PooledWidth * channels;
                    for (var channel = 0; channel < channels; channel += PoolRelu.Group)
                    {
                        var w = kernel + channel;
                        Vector256<float> w0 = Vector256.Load(w), w1 = Vector256.Load(w + channels), w2 = Vector256.Load(w + (2 * channels));
                        Vector256<float> w3 = Vector256.Load(w + (3 * channels)),
                            w4 = Vector256.Load(w + (4 * channels)), w5 = Vector256.Load(w + (5 * channels));
                        Vector256<float> w6 = Vector256.Load(w + (6 * channels)),
                            w7 = Vector256.Load(w + (7 * channels)), w8 = Vector256.Load(w + (8 * channels));
                        var bias = Vector256.Load(w + (Taps * channels));
                        var x = rows;
                        for (var to = line + channel; to < line + (pool.PooledWidth * channels); to += channels, x += 2)
                        {
                            var a = At(x, stride, bias, w0, w1, w2, w3, w4, w5, w6, w7, w8);
                            var b = At(x + 1, stride, bias, w0, w1, w2, w3, w4, w5, w6, w7, w8);
                            var c = At(x + stride, stride, bias, w0, w1, w2, w3, w4, w5, w6, w7, w8);
                            var d = At(x + stride + 1, stride, bias, w0, w1, w2, w3, w4, w5, w6, w7, w8);
                            T.Store(output, to, PoolRelu.Of(a, b, c, d, marks + (to / PoolRelu.Group)));
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(
        float* x, int stride, Vector256<float> bias, Vector256<float> w0, Vector256<float> w1, Vector256<float> w2,
        Vector256<float> w3, Vector256<float> w4,
        Vector256<float> w5, Vector256<float> w6, Vector256<float> w7, Vector256<float> w8)
    {
        var sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[0]), w0, bias);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[1]), w1, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[2]), w2, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[stride]), w3, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[stride + 1]), w4, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[stride + 2]), w5, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[2 * stride]), w6, sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[(2 * stride) + 1]), w7, sum);
        return Vector256.FusedMultiplyAdd(Vector256.Create(x[(2 * stride) + 2]), w8, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPart<T>(int firstImage, int endImage, float* images, void* gradient, uint* marks, double[] sum)
        where T : struct, IElements
    {
        var stride = side + 2;
        var rows = stackalloc float[4 * stride];
        var sums = stackalloc float[(Taps + 1) * PoolRelu.Group];
        for (var image = firstImage; image < endImage; image++)
        {
            for (var row = 0; row < pool.PooledHeight; row++)
            {
                CopyRows(images + ((nint)image * side * side), 2 * row, rows);
                var line = (((nint)image * pool.PooledHeight) + row) * pool.PooledWidth * channels;
                for (var channel = 0; channel < channels; channel += PoolRelu.Group)
                {
                    Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default,
                        s6 = default, s7 = default, s8 = default;
                    var bias = Vector256<float>.Zero;
                    var x = rows;
                    for (var from = line + channel; from < line + (pool.PooledWidth * channels); from += channels, x += 2)
                    {
                        var (value, mark) = (T.Load(gradient, from), marks[from / PoolRelu.Group]);
                        for (var place = 0; place < 4; place++)
                        {
                            var g = PoolRelu.Marked(value, mark >> (8 * place));
                            var at = x + (place & 1) + (place / 2 * stride);
                            bias += g;
                            s0 = Vector256.FusedMultiplyAdd(Vector256.Create(at[0]), g, s0);
                            s1 = Vector256.FusedMultiplyAdd(Vector256.Create(at[1]), g, s1);
                            s2 = Vector256.FusedMultiplyAdd(Vector256.Create(at[2]), g, s2);
                            s3 = Vector256.FusedMultiplyAdd(Vector256.Create(at[stride]), g, s3);
                            s4 = Vector256.FusedMultiplyAdd(Vector256.Create(at[stride + 1]), g, s4);
                            s5 = Vector256.FusedMultiplyAdd(Vector256.Create(at[stride + 2]), g, s5);
                            s6 = Vector256.FusedMultiplyAdd(Vector256.Create(at[2 * stride]), g, s6);
                            s7 = Vector256.FusedMultiplyAdd(Vector256.Create(at[(2 * stride) + 1]), g, s7);
                            s8 = Vector256.FusedMultiplyAdd(Vector256.Create(at[(2 * stride) + 2]), g, s8);
                        }
                    }

                    // A row's sum is short enough for fp32, that of all images is not.
                    s0.Store(sums);
                    s1.Store(sums + 8);
                    s2.Store(sums + 16);
                    s3.Store(sums + 24);
                    s4.Store(sums + 32);
                    s5.Store(sums + 40);
                    s6.Store(sums + 48);
                    s7.Store(sums + 56);
                    s8.Store(sums + 64);
                    bias.Store(sums + 72);
                    for (var index = 0; index < (Taps + 1) * PoolRelu.Group; index++)
                    {
                        sum[(index / PoolRelu.Group * channels) + channel + (index % PoolRelu.Group)] += sums[index];
                    }
                }
            }
        }
    }

    /// <summary>Four rows of an image from the one above <paramref name="row"/>, with the padding's zeros around.</summary>
    private void CopyRows(float* image, int row, float* rows)
    {
        var stride = side + 2;
        for (var line = 0; line < 4; line++)
        {
            var target = new Span<float>(rows + (line * stride), stride);
            var source = row - 1 + line;
            target.Clear();
            if (source >= 0 && source < side)
            {
                new ReadOnlySpan<float>(image + (source * side), side).CopyTo(target[1..]);
            }
        }
    }
}
