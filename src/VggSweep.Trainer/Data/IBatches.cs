using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>Batches of resized images, in an order that is given once for many of them.</summary>
internal interface IBatches : IDisposable
{
    /// <param name="order">Indices into <paramref name="source"/>.</param>
    void Begin(LabelledImages source, int[] order);

    /// <summary>Those from <paramref name="first"/> on in the order.</summary>
    /// <returns>(n, 1, R, R) fp32 from 0 to 1, and (n) labels; valid until the next call.</returns>
    (Tensor Images, Tensor Labels) Load(int first, int count);
}
