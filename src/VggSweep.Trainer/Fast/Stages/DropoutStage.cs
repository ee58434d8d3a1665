using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// Dropout by the numbers that libtorch's own would draw. They are drawn for the whole batch, so that micro-batches do not
/// change them.
/// </summary>
internal sealed class DropoutStage(int features, double rate) : Stage
{
    private Tensor? mask;
    private Tensor? part;
    private long used;

    public override void Begin(int images)
    {
        mask?.Dispose();
        mask = empty(images, features);
        Bernoulli.Fill(mask, 1 - rate, 1 / (float)(1 - rate));
        used = 0;
    }

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        if (!isTraining)
        {
            return input;
        }

        part = mask!.narrow(0, used, input.shape[0]);
        used += input.shape[0];
        input.mul_(part);
        return input;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        gradient.mul_(part!);
        part!.Dispose();
        return gradient;
    }
}
