using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast;

/// <summary>A learned tensor: its fp32 values, what SGD keeps of it, and a copy in bf16 where the arithmetic wants one.</summary>
internal sealed unsafe class Weight : IDisposable
{
    private readonly Lanes lanes;
    private Tensor? gradient;
    private bool isPending;

    /// <param name="values">fp32 without gaps; shared with the eager network.</param>
    /// <param name="momenta">Of the same shape; null without momentum.</param>
    /// <param name="inBf16">Keep a copy in bf16.</param>
    public Weight(Tensor values, Tensor? momenta, bool inBf16, Lanes lanes)
    {
        (Values, Momenta, this.lanes) = (values.detach().DetachFromDisposeScope(), momenta, lanes);
        Mirror = inBf16 ? Values.to(ScalarType.BFloat16).DetachFromDisposeScope() : null;
    }

    public Tensor Values { get; }

    public Tensor? Momenta { get; }

    /// <summary>The values as the arithmetic takes them.</summary>
    public Tensor Used => Mirror ?? Values;

    private Tensor? Mirror { get; }

    /// <summary>The fp32 place where gradients of several micro-batches add up; made when first asked for.</summary>
    public Tensor Gradient(bool isFirst)
    {
        gradient ??= zeros_like(Values).DetachFromDisposeScope();
        if (isFirst)
        {
            gradient.zero_();
        }

        isPending = true;
        return gradient;
    }

    /// <summary>Takes a gradient of any layout and type.</summary>
    public void Take(Tensor given, StepTerms terms)
    {
        if (terms is { IsFirst: true, IsLast: true } && given.is_contiguous())
        {
            Update(terms.Sgd, given);
            return;
        }

        Gradient(terms.IsFirst).add_(given, Scalars.One);
        if (terms.IsLast)
        {
            UpdateFromSums(terms.Sgd);
        }
    }

    /// <summary>Updates by what <see cref="Gradient"/> has summed up.</summary>
    public void UpdateFromSums(Sgd sgd)
    {
        if (isPending)
        {
            isPending = false;
            Update(sgd, gradient);
        }
    }

    /// <param name="given">fp32 or bf16; null where the momenta have it already.</param>
    public void Update(Sgd sgd, Tensor? given)
    {
        var values = Memory.Floats(Values);
        var momenta = Momenta is null ? null : Memory.Floats(Momenta);
        var by = given is null ? null : Memory.Of(given);
        var mirror = Mirror is null ? null : (ushort*)Memory.Of(Mirror);
        var isHalf = given?.dtype == ScalarType.BFloat16;
        var count = Values.numel();
        const int Chunk = 4096;
        lanes.Run((int)((count + Chunk - 1) / Chunk), (_, first, last) =>
        {
            var (from, end) = ((nint)first * Chunk, (nint)Math.Min((long)last * Chunk, count));
            if (isHalf)
            {
                sgd.Update<Bf16>(from, end, values, by, momenta, mirror);
            }
            else
            {
                sgd.Update<Fp32>(from, end, values, by, momenta, mirror);
            }
        });
    }

    /// <summary>Copies the values into the bf16 copy: after they were loaded from a checkpoint.</summary>
    public void Refresh() => Mirror?.copy_(Values);

    public void Dispose()
    {
        Values.Dispose();
        Mirror?.Dispose();
        gradient?.Dispose();
    }
}
