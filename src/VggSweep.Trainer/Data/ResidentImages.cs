using VggSweep.Core.Training;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>
/// Images as bytes on a device, and batches of them resized there: a step takes nothing from the host. A set goes over when
/// its first batch is asked for (47 MB for the larger), an order when it begins.
/// </summary>
internal sealed class ResidentImages(Device device, int resolution) : IBatches
{
    private readonly TensorResize resize = new(FashionMnistFiles.Side, resolution, device);
    private readonly Dictionary<LabelledImages, (Tensor Pixels, Tensor Labels)> sets = [];
    private (Tensor Pixels, Tensor Labels) set;
    private Tensor? order;

    public void Begin(LabelledImages source, int[] order)
    {
        if (!sets.TryGetValue(source, out set))
        {
            set = sets[source] = (
                tensor(source.Pixels, [source.Labels.Length, FashionMnistFiles.Side, FashionMnistFiles.Side],
                    device: device).DetachFromDisposeScope(),
                tensor(source.Labels, device: device).DetachFromDisposeScope());
        }

        this.order?.Dispose();
        this.order = tensor(order, device: device).DetachFromDisposeScope();
    }

    public (Tensor Images, Tensor Labels) Load(int first, int count)
    {
        using var chosen = order!.narrow(0, first, count);
        using var bytes = set.Pixels.index_select(0, chosen); // (n, 28, 28)
        using var classes = set.Labels.index_select(0, chosen);
        return (resize.Resize(bytes), classes.to(ScalarType.Int64));
    }

    public void Dispose()
    {
        foreach (var (pixels, labels) in sets.Values)
        {
            pixels.Dispose();
            labels.Dispose();
        }

        order?.Dispose();
        resize.Dispose();
    }
}
