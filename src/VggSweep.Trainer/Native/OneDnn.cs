using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Native;

/// <summary>
/// oneDNN, by which libtorch convolves on CPUs. It pads channels to whole vectors and has to zero the padding. On AMD's
/// family 26 (Zen 5) the oneDNN 3.7.1 of libtorch 2.10 does not: with channels that do not fill the last vector, results
/// depend on what was in that memory before, by up to their own size. Without oneDNN libtorch convolves by matrix products.
/// </summary>
internal static partial class OneDnn
{
    /// <summary>Relative. Rounding is some 1e-7; padding that was not zeroed, 0.1 and more.</summary>
    private const double Most = 1e-3;

    /// <summary>Where it is wrong, one try in twelve finds zeros in that memory.</summary>
    private const int Tries = 16;

    /// <summary>Floats, from the smallest padded weights to the largest padded images.</summary>
    private static readonly int[] Sizes = [64, 256, 1024, 4096, 16384];

    private static readonly Lazy<bool> isRight = new(FindOut);

    /// <summary>Whether it zeroes the padding here. The first call tries it out.</summary>
    public static bool IsRight => isRight.Value;

    /// <summary>Convolutions of the process do without it until the result is disposed of.</summary>
    public static Break Avoid(bool isWrong) => new(isWrong && IsOn(TorchContext.Get()));

    /// <returns>The worst relative difference of a small convolution and its gradients from those without oneDNN.</returns>
    internal static float Difference(int channels, int features, int side)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var images = randn([4, channels, side, side], generator: random);
        var weights = randn([features, channels, 3, 3], generator: random);
        var upstream = randn([4, features, side, side], generator: random);
        Tensor[] expected;
        using (Avoid(isWrong: true))
        {
            expected = Convolve();
        }

        using var last = Taint();
        var actual = Convolve();
        return expected.Zip(actual).Max(pair => Relative(pair.First, pair.Second));

        Tensor[] Convolve()
        {
            var (x, w) = (images.clone().requires_grad_(), weights.clone().requires_grad_());
            var y = conv2d(x, w, padding: [1, 1]);
            y.backward([upstream]);
            return [y.detach(), x.grad!, w.grad!];
        }

        // What malloc hands out next is full of NaN: tensors that were freed just before, of many sizes. The last one stays,
        // since the system would take back what is free behind it, and hand out zeros.
        static Tensor Taint()
        {
            using var nan = float.NaN.ToScalar();
            var tensors = Enumerable.Range(0, 8).SelectMany(_ => Sizes).Select(size => full(size, nan)).ToList();
            tensors.SkipLast(1).ToList().ForEach(tensor => tensor.Dispose());
            return tensors[^1];
        }
    }

    private static bool FindOut() => IsOn(TorchContext.Get())
        && Enumerable.Range(0, Tries).All(time => Difference(channels: 6, features: 10, side: 4 + (time % 4)) <= Most);

    private static float Relative(Tensor expected, Tensor actual)
    {
        using var minus = (-1).ToScalar();
        using var difference = actual.add(expected, minus).norm();
        using var size = expected.norm();
        var relative = difference.item<float>() / size.item<float>();
        return float.IsNaN(relative) ? float.PositiveInfinity : relative; // Max takes NaN for the least.
    }

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZNK2at7Context17userEnabledMkldnnEv")]
    [return: MarshalAs(UnmanagedType.I1)]
    private static partial bool IsOn(nint context);

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    private static partial void Set(nint context, [MarshalAs(UnmanagedType.I1)] bool isOn);

    [LibraryImport(TorchContext.Library, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetNnpack(nint context, [MarshalAs(UnmanagedType.I1)] bool isOn);

    internal readonly struct Break : IDisposable
    {
        private readonly bool isBreak;

        internal Break(bool isBreak)
        {
            this.isBreak = isBreak;
            Switch(isOn: false);
        }

        public void Dispose() => Switch(isOn: true);

        private void Switch(bool isOn)
        {
            if (isBreak)
            {
                Set(TorchContext.Get(), isOn);

                // Next in libtorch's order, it warns at each convolution where it cannot be used.
                SetNnpack(TorchContext.Get(), isOn);
            }
        }
    }
}
