using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>An operation for which libtorch's own passes are good enough: batch normalization, odd poolings, averages.</summary>
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
            output = module.call(this.input);
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

    private static Tensor Inward(Tensor value) => value.dim() == 4 ? ChannelsFirst(value) : value;

    private static Tensor Outward(Tensor value) => value.dim() == 4 ? ChannelsLast(value) : value;

    private void Drop()
    {
        input!.Dispose();
        output!.Dispose();
    }
}
