using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VggSweep.Core.Networks;

namespace VggSweep.Trainer.Fast;

/// <summary>
/// 2×2 max pooling with stride 2, then ReLU, channels last: equal to ReLU and then pooling, at a quarter of the work. In
/// place of the pooling's indices (8 bytes a value) it keeps four bits: where in its window the gradient goes, if anywhere.
/// </summary>
/// <param name="Channels">A multiple of 8.</param>
/// <param name="Height">Of the input; so is <paramref name="Width"/>. An odd last row or column is dropped.</param>
internal readonly record struct PoolRelu(int Channels, int Height, int Width)
{
    /// <summary>Channels that one word of the marks is about.</summary>
    public const int Group = Fusion.Group;

    public int PooledHeight => Height / 2;

    public int PooledWidth => Width / 2;

    /// <summary>Words of the marks for one image.</summary>
    public int Marks => PooledHeight * PooledWidth * Channels / Group;

    /// <param name="input">(images, Height, Width, Channels)</param>
    /// <param name="output">(images, Height/2, Width/2, Channels)</param>
    /// <param name="marks">A word for eight channels: a byte for each place in the window, a bit for each channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Forward<T>(int firstImage, int endImage, void* input, void* output, uint* marks)
        where T : struct, IElements
    {
        var rowSize = (nint)Width * Channels;
        for (var image = firstImage; image < endImage; image++)
        {
            var mark = marks + ((nint)image * Marks);
            var to = (nint)image * Marks * Group;
            for (var row = 0; row < PooledHeight; row++)
            {
                var window = (((nint)image * Height) + (2 * row)) * rowSize;
                for (var column = 0; column < PooledWidth; column++, window += 2 * Channels)
                {
                    for (var channel = 0; channel < Channels; channel += Group, to += Group, mark++)
                    {
                        var from = window + channel;
                        T.Store(output, to, Of(
                            T.Load(input, from), T.Load(input, from + Channels), T.Load(input, from + rowSize),
                            T.Load(input, from + rowSize + Channels), mark));
                    }
                }
            }
        }
    }

    /// <param name="gradient">Of the output.</param>
    /// <param name="target">Gradient of the input: every value is written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Backward<T>(int firstImage, int endImage, void* gradient, uint* marks, void* target)
        where T : struct, IElements
    {
        var rowSize = (nint)Width * Channels;
        for (var image = firstImage; image < endImage; image++)
        {
            var mark = marks + ((nint)image * Marks);
            var from = (nint)image * Marks * Group;
            for (var row = 0; row < PooledHeight; row++)
            {
                var window = (((nint)image * Height) + (2 * row)) * rowSize;
                for (var column = 0; column < PooledWidth; column++, window += 2 * Channels)
                {
                    for (var channel = 0; channel < Channels; channel += Group, from += Group, mark++)
                    {
                        var (to, value) = (window + channel, T.Load(gradient, from));
                        T.Store(target, to, Marked(value, *mark));
                        T.Store(target, to + Channels, Marked(value, *mark >> 8));
                        T.Store(target, to + rowSize, Marked(value, *mark >> 16));
                        T.Store(target, to + rowSize + Channels, Marked(value, *mark >> 24));
                    }
                }
            }

            ClearOddEdges<T>(image, target);
        }
    }

    /// <summary>The greatest of a window's four values or zero, and the place of the first that is it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Of(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, uint* mark)
    {
        var (isB, most) = Greater(a, b);
        (var isC, most) = Greater(most, c);
        (var isD, most) = Greater(most, d);
        var isOff = Vector256.LessThanOrEqual(most, Vector256<float>.Zero).ExtractMostSignificantBits();
        var (bitsB, bitsC, bitsD) = (isB.ExtractMostSignificantBits(), isC.ExtractMostSignificantBits(), isD.ExtractMostSignificantBits());
        var on = ~isOff & 0xFF;
        var toD = bitsD & on;
        var toC = bitsC & ~bitsD & on;
        var toB = bitsB & ~(bitsC | bitsD) & on;
        var toA = on & ~(bitsB | bitsC | bitsD);
        *mark = toA | (toB << 8) | (toC << 16) | (toD << 24);
        return Vector256.ConditionalSelect(Vector256.LessThan(most, Vector256<float>.Zero), Vector256<float>.Zero, most);
    }

    /// <summary>The values whose bit is set; zeros for the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Marked(Vector256<float> values, uint bits)
    {
        var lanes = Vector256.Create(1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u);
        return Vector256.Equals(Vector256.Create(bits) & lanes, lanes).AsSingle() & values;
    }

    /// <summary>As libtorch compares: the first of equals wins, and a NaN wins over everything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> IsOther, Vector256<float> Most) Greater(Vector256<float> most, Vector256<float> other)
    {
        var isOther = Vector256.GreaterThan(other, most) | ~Vector256.Equals(other, other);
        return (isOther, Vector256.ConditionalSelect(isOther, other, most));
    }

    private unsafe void ClearOddEdges<T>(int image, void* target)
        where T : struct, IElements
    {
        var start = (nint)image * Height * Width * Channels;
        void Clear(nint index, int count) => new Span<byte>((byte*)target + ((start + index) * T.Size), count * T.Size).Clear();
        if (Width % 2 != 0)
        {
            for (var row = 0; row < Height; row++)
            {
                Clear((((nint)row * Width) + Width - 1) * Channels, Channels);
            }
        }

        if (Height % 2 != 0)
        {
            Clear((nint)(Height - 1) * Width * Channels, Width * Channels);
        }
    }
}
