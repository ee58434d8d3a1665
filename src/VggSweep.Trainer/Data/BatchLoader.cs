using System.Runtime.InteropServices;
using VggSweep.Core.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>Resizes images into one pair of tensors that every batch uses again.</summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly BilinearResize resize;
    private readonly int imageSize;
    private readonly Tensor images;
    private readonly Tensor labels;

    public BatchLoader(int batchSize, int resolution)
    {
        resize = new BilinearResize(FashionMnistFiles.Side, resolution);
        imageSize = resolution * resolution;
        images = zeros(batchSize, 1, resolution, resolution).DetachFromDisposeScope();
        labels = zeros(batchSize, ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <returns>(n, 1, R, R) fp32 from 0 to 1, and (n) labels; valid until the next call.</returns>
    public (Tensor Images, Tensor Labels) Load(LabelledImages source, ReadOnlySpan<int> indices)
    {
        var pixels = MemoryMarshal.Cast<byte, float>(images.bytes);
        var classes = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var position = 0; position < indices.Length; position++)
        {
            resize.Resize(source.Image(indices[position]), pixels.Slice(position * imageSize, imageSize));
            classes[position] = source.Labels[indices[position]];
        }

        return (images.narrow(0, 0, indices.Length), labels.narrow(0, 0, indices.Length));
    }

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
    }
}
