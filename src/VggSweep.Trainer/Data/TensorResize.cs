using TorchSharp;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Data;

/// <summary>
/// <see cref="BilinearResize"/> of many images at once, by two products of fp64. Weights and bytes are whole numbers and
/// their sums below 2^31: every one is exact, in whatever order a device adds, and the pixels are the same on all devices.
/// </summary>
internal sealed class TensorResize : IDisposable
{
    private readonly Tensor rows; // (to, from)
    private readonly Tensor columns; // (from, to)

    /// <summary>A tensor, since CUDA multiplies by the reciprocal of a scalar, which is off in the last bit.</summary>
    private readonly Tensor white;
    private readonly Scalar half = ((double)BilinearResize.Half).ToScalar();
    private readonly Scalar unit = (1.0 / (1 << BilinearResize.FractionBits)).ToScalar();

    public TensorResize(int from, int to, Device device)
    {
        rows = tensor(new BilinearResize(from, to).Matrix(), [to, from], device: device).DetachFromDisposeScope();
        columns = rows.t().contiguous().DetachFromDisposeScope();
        white = tensor([255f], device: device).DetachFromDisposeScope();
    }

    /// <param name="images">(n, from, from) bytes.</param>
    /// <returns>(n, 1, to, to) fp32: the resized bytes over 255.</returns>
    public Tensor Resize(Tensor images)
    {
        using var scope = NewDisposeScope();
        var across = ToBytes(matmul(images.to(ScalarType.Float64), columns)); // (n, from, to)
        var down = ToBytes(matmul(rows, across)); // (n, to, to)
        return down.to(ScalarType.Float32).div_(white).unsqueeze(1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        rows.Dispose();
        columns.Dispose();
        white.Dispose();
        half.Dispose();
        unit.Dispose();
    }

    private Tensor ToBytes(Tensor sums) => sums.add_(half, Scalars.One).mul_(unit).floor_();
}
