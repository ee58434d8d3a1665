using System.Runtime.InteropServices;
using VggSweep.Core.Networks;
using static TorchSharp.torch;

namespace VggSweep.Trainer.Fast.Stages;

/// <summary>
/// Batch normalization channels last, as torch.nn.BatchNorm2d defines it: a batch's biased variance normalizes, its
/// unbiased one moves the running statistics.
/// </summary>
/// <param name="weight">γ (C); <paramref name="bias"/> is β (C).</param>
/// <param name="runningMean">(C), moved by each batch of training; so is <paramref name="runningVariance"/>.</param>
/// <param name="batches">int64, one value: batches of training so far.</param>
internal sealed unsafe class BatchNormalizationStage(
    Weight weight, Weight bias, Tensor runningMean, Tensor runningVariance, Tensor batches, Lanes lanes) : Stage
{
    private const double Epsilon = Layer.BatchNormalization.Epsilon;
    private const double Momentum = Layer.BatchNormalization.Momentum;

    /// <summary>Rows that a first guess of the mean is taken from.</summary>
    private const int GuessRows = 64;

    private readonly int channels = (int)weight.Values.numel();
    private readonly ChannelPasses passes = new((int)weight.Values.numel(), lanes);
    private readonly float[] mean = new float[weight.Values.numel()];
    private readonly float[] scale = new float[weight.Values.numel()];
    private readonly float[] constant = new float[weight.Values.numel()];
    private readonly float[] factor = new float[weight.Values.numel()];
    private readonly double[] inverse = new double[weight.Values.numel()];
    private readonly double[] first = new double[weight.Values.numel()];
    private readonly double[] second = new double[weight.Values.numel()];
    private Tensor? input;

    public override Tensor Forward(Tensor input, bool isTraining)
    {
        if (isTraining)
        {
            this.input = input;
            TakeStatistics(input);
        }
        else
        {
            RecallStatistics();
        }

        var gamma = Memory.Span(weight.Values);
        for (var channel = 0; channel < channels; channel++)
        {
            scale[channel] = (float)(gamma[channel] * inverse[channel]);
        }

        // What nobody reads again may be written over.
        var output = isTraining ? empty_like(input) : input;
        Combine(input, null, Memory.Span(bias.Values), output);
        return output;
    }

    public override Tensor? Backward(Tensor gradient, StepTerms terms)
    {
        var rows = Rows(gradient);
        Sum(input!, gradient);
        var gamma = Memory.Span(weight.Values);
        var toWeight = Memory.Span(weight.Gradient(terms.IsFirst));
        var toBias = Memory.Span(bias.Gradient(terms.IsFirst));
        for (var channel = 0; channel < channels; channel++)
        {
            var through = gamma[channel] * inverse[channel];
            toBias[channel] += (float)first[channel];
            toWeight[channel] += (float)(second[channel] * inverse[channel]);
            factor[channel] = (float)through;
            scale[channel] = (float)(-through * second[channel] * inverse[channel] * inverse[channel] / rows);
            constant[channel] = (float)(-through * first[channel] / rows);
        }

        Combine(input!, gradient, constant, gradient);
        input!.Dispose();
        if (terms.IsLast)
        {
            weight.UpdateFromSums(terms.Sgd);
            bias.UpdateFromSums(terms.Sgd);
        }

        return gradient;
    }

    private static int Rows(Tensor value) => (int)(value.numel() / value.shape[^1]);

    private void TakeStatistics(Tensor input)
    {
        var rows = Rows(input);
        Guess(input, rows);
        Sum(input, null);
        var means = Memory.Span(runningMean);
        var variances = Memory.Span(runningVariance);
        for (var channel = 0; channel < channels; channel++)
        {
            var fromGuess = first[channel] / rows;
            var variance = Math.Max((second[channel] / rows) - (fromGuess * fromGuess), 0);
            var center = mean[channel] + fromGuess;
            mean[channel] = (float)center;
            inverse[channel] = 1 / Math.Sqrt(variance + Epsilon);
            means[channel] = (float)(((1 - Momentum) * means[channel]) + (Momentum * center));
            variances[channel] = (float)(((1 - Momentum) * variances[channel]) + (Momentum * variance * rows / (rows - 1)));
        }

        MemoryMarshal.Cast<byte, long>(batches.bytes)[0]++;
    }

    private void RecallStatistics()
    {
        var means = Memory.Span(runningMean);
        var variances = Memory.Span(runningVariance);
        for (var channel = 0; channel < channels; channel++)
        {
            (mean[channel], inverse[channel]) = (means[channel], 1 / Math.Sqrt(variances[channel] + Epsilon));
        }
    }

    /// <summary>A mean of rows from all over the batch: squares of distances from it lose nothing that distances from zero would.</summary>
    private void Guess(Tensor input, int rows)
    {
        using var some = input.view(rows, channels)[TensorIndex.Slice(step: Math.Max(1, rows / GuessRows))];
        using var means = some.mean([0], type: ScalarType.Float32);
        Memory.Span(means).CopyTo(mean);
    }

    private void Sum(Tensor x, Tensor? by)
    {
        var other = by is null ? null : Memory.Of(by);
        if (x.dtype == ScalarType.BFloat16)
        {
            passes.Sum<Bf16>(Rows(x), Memory.Of(x), other, mean, first, second);
        }
        else
        {
            passes.Sum<Fp32>(Rows(x), Memory.Of(x), other, mean, first, second);
        }
    }

    private void Combine(Tensor x, Tensor? by, ReadOnlySpan<float> constants, Tensor to)
    {
        var other = by is null ? null : Memory.Of(by);
        if (x.dtype == ScalarType.BFloat16)
        {
            passes.Combine<Bf16>(Rows(x), Memory.Of(x), other, mean, scale, constants, factor, Memory.Of(to));
        }
        else
        {
            passes.Combine<Fp32>(Rows(x), Memory.Of(x), other, mean, scale, constants, factor, Memory.Of(to));
        }
    }
}
