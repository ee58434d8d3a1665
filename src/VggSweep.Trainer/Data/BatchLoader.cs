using System.Runtime.InteropServices;
using VggSweep.Core.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>Resizes images into one pair of tensors that every batch uses again.</summary>
internal sealed class BatchLoader : IBatches
{
    private readonly BilinearResize resize;
    private readonly int imageSize;
    private readonly Tensor images;
    private readonly Tensor labels;
    private LabelledImages? source;
    private int[] order = [];

    public BatchLoader(int batchSize, int resolution)
    {
        resize = new BilinearResize(FashionMnistFiles.Side, resolution);
        imageSize = resolution * resolution;
        images = zeros(batchSize, 1, resolution, resolution).DetachFromDisposeScope();
        labels = zeros(batchSize, ScalarType.Int64).DetachFromDisposeScope();
    }

    public void Begin(LabelledImages source, int[] order) => (this.source, this.order) = (source, order);

    public (Tensor Images, Tensor Labels) Load(int first, int count)
    {
        var pixels = MemoryMarshal.Cast<byte, float>(images.bytes);
        var classes = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var position = 0; position < count; position++)
        {
            var index = order[first + position];
            resize.Resize(source!.Image(index), pixels.Slice(position * imageSize, imageSize));
            classes[position] = source.Labels[index];
        }

        return (images.narrow(0, 0, count), labels.narrow(0, 0, count));
    }

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
    }
}
