using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// A piece of the network with its own backward pass. Feature maps go from stage to stage channels last, (N, H, W, C)
/// without gaps; behind the flattening it is (N, F).
/// </summary>
internal abstract class Stage
{
    /// <summary>Before the first micro-batch of a step.</summary>
    /// <param name="images">Of all its micro-batches.</param>
    public virtual void Begin(int images)
    {
    }

    /// <param name="input">Taken over: the stage disposes of it, or works within it.</param>
    /// <param name="isTraining">A backward pass follows.</param>
    public abstract Tensor Forward(Tensor input, bool isTraining);

    /// <summary>Of the newest forward pass. Updates the stage's weights behind the last micro-batch.</summary>
    /// <param name="gradient">Of the output; taken over.</param>
    /// <returns>Gradient of the input; null from the first stage, whose images need none.</returns>
    public abstract Tensor? Backward(Tensor gradient, StepTerms terms);

    /// <summary>
    /// (N, H, W, C) seen as (N, C, H, W). Takes the tensor over: each handle left behind would keep its memory until
    /// the step's end.
    /// </summary>
    protected static Tensor ChannelsFirst(Tensor value)
    {
        using (value)
        {
            return value.permute(0, 3, 1, 2);
        }
    }

    /// <summary>(N, C, H, W) as (N, H, W, C) without gaps; a copy only where there were some. Takes the tensor over.</summary>
    protected static Tensor ChannelsLast(Tensor value)
    {
        using (value)
        {
            using var turned = value.permute(0, 2, 3, 1);
            return turned.contiguous();
        }
    }

    /// <summary>In another type. Takes the tensor over.</summary>
    protected static Tensor As(Tensor value, ScalarType type)
    {
        if (value.dtype == type)
        {
            return value;
        }

        using (value)
        {
            return value.to(type);
        }
    }

    /// <summary>Free of how it was computed, and ready to be asked for its gradient. Takes the tensor over.</summary>
    protected static Tensor Leaf(Tensor value, bool wantsGradient)
    {
        using (value)
        {
            var leaf = value.detach();
            leaf.requires_grad = wantsGradient;
            return leaf;
        }
    }
}
