using VggSweep.Trainer.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// An operation for which libtorch's own passes are good enough: odd poolings, averages, batch normalization of
/// channels that are no eights.
/// </summary>
/// <param name="module">Of the eager network; in its training mode while <c>isTraining</c>.</param>
/// <param name="weights">What it learns, in the order of <paramref name="learned"/>.</param>
/// <param name="learned">The module's own tensors.</param>
internal sealed class ModuleStage(Module<Tensor, Tensor> module, IReadOnlyList<Weight> weights, IReadOnlyList<Tensor> learned) : Stage
{
    private Tensor? input;
    private Tensor? output;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        this.input = Leaf(Inward(input), isTraining);
        using (set_grad_enabled(isTraining))
        {
            output = TorchNetwork.Call(module, this.input);
        }

        var result = Outward(output.detach());
        if (!isTraining)
        {
            Drop();
        }

        return result;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        IList<Tensor> given;
        using (var turned = Inward(gradient))
        {
            given = autograd.grad([output!], [input!, .. learned], [turned]);
        }

        Drop();
        for (var index = 0; index < weights.Count; index++)
        {
            weights[index].Take(given[index + 1], terms);
            given[index + 1].Dispose();
        }

        return Outward(given[0]);
    }

    /// <summary>Batch normalization gets its maps one by one: channels last, libtorch sums a whole batch in fp32.</summary>
    private Tensor Inward(Tensor value)
    {
        if (value.dim() != 4)
        {
            return value;
        }

        var turned = ChannelsFirst(value);
        if (module is not TorchSharp.Modules.BatchNorm2d)
        {
            return turned;
        }

        using (turned)
        {
            return turned.contiguous();
        }
    }

    private static Tensor Outward(Tensor value) => value.dim() == 4 ? ChannelsLast(value) : value;

    private void Drop()
    {
        input!.Dispose();
        output!.Dispose();
    }
}
