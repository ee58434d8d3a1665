using System.IO.Compression;
using VggSweep.Trainer.Data;

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

    private static byte[] Recorded()
    {
        using var content = new MemoryStream();
        using var packed = new GZipStream(Recordings.Open("pixels.bin.gz"), CompressionMode.Decompress);
        packed.CopyTo(content);
        return content.ToArray();
    }
}
