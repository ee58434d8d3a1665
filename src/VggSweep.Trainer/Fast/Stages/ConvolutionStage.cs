using VggSweep.Core.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// A convolution by oneDNN, channels last both ways, so that nothing is copied into its blocked layout. The backward pass
/// is libtorch's own, of this one operation.
/// </summary>
/// <param name="isFirst">
/// Computes in fp32 whatever the others do: with one input channel oneDNN's bf16 is wrong. Its images need no gradient.
/// </param>
/// <param name="type">What the next stage takes.</param>
internal sealed class ConvolutionStage(Layer.Convolution layer, Weight weight, Weight bias, bool isFirst, ScalarType type) : Stage
{
    private Tensor? input;
    private Tensor? output;
    private Tensor? usedWeight;
    private Tensor? usedBias;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        this.input = Leaf(ChannelsFirst(input), isTraining && !isFirst);
        (usedWeight, usedBias) = (Leaf(weight.Used.alias(), isTraining), Leaf(bias.Used.alias(), isTraining));
        using (set_grad_enabled(isTraining))
        {
            output = conv2d(
                this.input, usedWeight, usedBias, strides: [layer.Stride, layer.Stride],
                padding: [layer.Padding, layer.Padding]);
        }

        var result = As(ChannelsLast(output.detach()), type);
        if (!isTraining)
        {
            Drop();
        }

        return result;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        Tensor[] wanted = isFirst ? [usedWeight!, usedBias!] : [usedWeight!, usedBias!, input!];
        IList<Tensor> given;
        using (var turned = ChannelsFirst(As(gradient, output!.dtype)))
        {
            given = autograd.grad([output], wanted, [turned]);
        }

        Drop();
        weight.Take(given[0], terms);
        bias.Take(given[1], terms);
        given[0].Dispose();
        given[1].Dispose();
        return isFirst ? null : ChannelsLast(given[2]);
    }

    private void Drop()
    {
        output!.Dispose();
        input!.Dispose();
        usedWeight!.Dispose();
        usedBias!.Dispose();
    }
}
