using System.IO.Compression;
using VggSweep.Core;
using VggSweep.Trainer.Data;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Tests;

/// <summary>Against the pixels that torchvision and Pillow gave: bench/peers/record_pixels.py.</summary>
public sealed class PillowPixels
{
    private const int Side = 28;
    private const int Images = 2;

    private static readonly int[] Resolutions = [28, 32, 56, 84, 224, 20];

    public static TheoryData<int> AllResolutions => [.. Resolutions];

    [Theory]
    [MemberData(nameof(AllResolutions))]
    public void Resized_pixels_are_Pillows(int resolution)
    {
        var recorded = Recorded();
        var start = Images * ((Side * Side) + Resolutions.TakeWhile(other => other != resolution).Sum(other => other * other));
        var resize = new BilinearResize(Side, resolution);
        for (var image = 0; image < Images; image++)
        {
            var expected = recorded.AsSpan(start + (image * resolution * resolution), resolution * resolution).ToArray();
            var actual = new float[resolution * resolution];
            resize.Resize(recorded.AsSpan(image * Side * Side, Side * Side), actual);
            Assert.Equal(expected.Select(value => value / 255f), actual);
        }
    }

    /// <summary>The recorded images, and all that a fixed seed draws of the whole range, black and white.</summary>
    [Theory]
    [MemberData(nameof(AllResolutions))]
    public void Tensors_are_resized_to_the_same_bits(int resolution)
    {
        const int Drawn = 16;
        var random = SeededRandom.For(5, "pixels", resolution);
        byte[] pixels =
        [
            .. Recorded().AsSpan(0, Images * Side * Side),
            .. Enumerable.Range(0, Drawn * Side * Side).Select(_ => (byte)(random.NextBits() >> 56)),
            .. Enumerable.Repeat((byte)255, Side * Side),
            .. Enumerable.Repeat((byte)0, Side * Side),
        ];
        const int All = Images + Drawn + 2;
        using var resize = new TensorResize(Side, resolution, CPU);
        using var bytes = tensor(pixels, [All, Side, Side]);
        using var resized = resize.Resize(bytes);
        Assert.Equal([All, 1, resolution, resolution], resized.shape);

        var (one, size) = (new BilinearResize(Side, resolution), resolution * resolution);
        var expected = new float[All * size];
        for (var image = 0; image < All; image++)
        {
            one.Resize(pixels.AsSpan(image * Side * Side, Side * Side), expected.AsSpan(image * size, size));
        }

        Assert.Equal(expected, resized.data<float>().ToArray());
    }

    private static byte[] Recorded()
    {
        using var content = new MemoryStream();
        using var packed = new GZipStream(Recordings.Open("pixels.bin.gz"), CompressionMode.Decompress);
        packed.CopyTo(content);
        return content.ToArray();
    }
}
