using System.Runtime.Intrinsics;
using VggSweep.Trainer.Models;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>ReLU within its input's place, and its gradient within that gradient's.</summary>
internal sealed unsafe class ReluStage(Lanes lanes) : Stage
{
    private const int Group = PoolRelu.Group;
    private const int Chunk = 4096;

    private Tensor? output;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        output = isTraining ? input.alias() : null;
        input.relu_();
        return input;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        if (gradient.numel() % Group != 0)
        {
            gradient.mul_(output!.gt(Scalars.Zero));
        }
        else if (gradient.dtype == ScalarType.BFloat16)
        {
            Cut<Bf16>(gradient);
        }
        else
        {
            Cut<Fp32>(gradient);
        }

        output!.Dispose();
        return gradient;
    }

    private void Cut<T>(Tensor gradient)
        where T : struct, IElements
    {
        var count = gradient.numel();
        var values = Memory.Of(gradient);
        var by = Memory.Of(output!);
        lanes.Run((int)((count + Chunk - 1) / Chunk), (_, first, last) =>
        {
            var end = (nint)Math.Min((long)last * Chunk, count);
            for (var index = (nint)first * Chunk; index < end; index += Group)
            {
                T.Store(values, index, T.Load(values, index) & Vector256.GreaterThan(T.Load(by, index), Vector256<float>.Zero));
            }
        });
    }
}
