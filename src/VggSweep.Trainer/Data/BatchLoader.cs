using System.Runtime.InteropServices;
using VggSweep.Core.Training;
using VggSweep.Trainer.Fast;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>Resizes images into one pair of tensors that every batch uses again.</summary>
internal sealed class BatchLoader : IBatches
{
    private readonly BilinearResize resize;
    private readonly Lanes lanes;
    private readonly int imageSize;
    private readonly Tensor images;
    private readonly Tensor labels;
    private LabelledImages? source;
    private int[] order = [];

    /// <param name="threads">That resize.</param>
    public BatchLoader(int batchSize, int resolution, int threads)
    {
        lanes = new Lanes(threads);
        resize = new BilinearResize(FashionMnistFiles.Side, resolution);
        imageSize = resolution * resolution;
        images = zeros(batchSize, 1, resolution, resolution).DetachFromDisposeScope();
        labels = zeros(batchSize, ScalarType.Int64).DetachFromDisposeScope();
    }

    public void Begin(LabelledImages source, int[] order) => (this.source, this.order) = (source, order);

    public unsafe (Tensor Images, Tensor Labels) Load(int first, int count)
    {
        var pixels = Memory.Floats(images);
        var classes = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var position = 0; position < count; position++)
        {
            classes[position] = source!.Labels[order[first + position]];
        }

        lanes.Run(count, (_, from, end) =>
        {
            for (var position = from; position < end; position++)
            {
                resize.Resize(source!.Image(order[first + position]), new Span<float>(pixels + ((nint)position * imageSize), imageSize));
            }
        });
        return (images.narrow(0, 0, count), labels.narrow(0, 0, count));
    }

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
    }
}
