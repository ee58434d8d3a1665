using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>(N, H, W, C) to (N, C·H·W), in the order that the weights behind are in.</summary>
internal sealed class FlattenStage : Stage
{
    private long[] shape = [];

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        shape = input.shape;
        using var turned = ChannelsFirst(input);
        return turned.reshape(shape[0], -1);
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        using (gradient)
        {
            return ChannelsLast(gradient.view(shape[0], shape[3], shape[1], shape[2]));
        }
    }
}
