using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary><see cref="FirstConvolution"/> of the images, with its pooling and ReLU.</summary>
/// <param name="type">What the next stage takes.</param>
internal sealed unsafe class FirstConvolutionStage(int channels, int side, Weight weight, Weight bias, ScalarType type, Lanes lanes) : Stage
{
    private readonly FirstConvolution convolution = new(channels, side, lanes);
    private readonly PoolRelu pool = new(channels, side, side);
    private Tensor? images;
    private Tensor? marks;

    /// <param name="input">(N, R, R, 1)</param>
    public override Tensor Forward(Tensor input, bool isTraining)
    {
        images = input;
        var n = (int)input.shape[0];
        var output = empty(n, pool.PooledHeight, pool.PooledWidth, channels, type);
        marks = empty((long)n * pool.Marks, ScalarType.Int32);
        var from = Memory.Floats(input);
        var to = Memory.Of(output);
        var mark = (uint*)Memory.Of(marks);
        var w = Memory.Span(weight.Values);
        var b = Memory.Span(bias.Values);
        if (type == ScalarType.BFloat16)
        {
            convolution.Forward<Bf16>(n, from, w, b, to, mark);
        }
        else
        {
            convolution.Forward<Fp32>(n, from, w, b, to, mark);
        }

        if (!isTraining)
        {
            Drop();
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        var n = (int)gradient.shape[0];
        var from = Memory.Floats(images!);
        var given = Memory.Of(gradient);
        var mark = (uint*)Memory.Of(marks!);
        var w = Memory.Span(weight.Gradient(terms.IsFirst));
        var b = Memory.Span(bias.Gradient(terms.IsFirst));
        if (type == ScalarType.BFloat16)
        {
            convolution.Backward<Bf16>(n, from, given, mark, w, b);
        }
        else
        {
            convolution.Backward<Fp32>(n, from, given, mark, w, b);
        }

        gradient.Dispose();
        Drop();
        if (terms.IsLast)
        {
            weight.UpdateFromSums(terms.Sgd);
            bias.UpdateFromSums(terms.Sgd);
        }

        return null;
    }

    private void Drop()
    {
        images!.Dispose();
        marks!.Dispose();
    }
}
