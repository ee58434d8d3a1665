namespace VggSweep.Trainer.Fast;

/// <summary>Cross-entropy of softmax, its gradient, and the count of right answers, in one pass over the logits.</summary>
internal static class SoftmaxLoss
{
    /// <param name="logits">(n, classes)</param>
    /// <param name="labels">(n)</param>
    /// <param name="gradient">(n, classes): of the sum of the losses times <paramref name="scale"/>; empty when nobody wants it.</param>
    /// <returns>The sum of the losses, and how often the greatest logit was the label's.</returns>
    public static (double Loss, long Correct) Of(ReadOnlySpan<float> logits, ReadOnlySpan<long> labels, Span<float> gradient, double scale)
    {
        var classes = logits.Length / labels.Length;
        var (loss, correct) = (0.0, 0L);
        for (var image = 0; image < labels.Length; image++)
        {
            var row = logits.Slice(image * classes, classes);
            var (label, most) = ((int)labels[image], 0);
            var sum = 0.0;
            for (var one = 1; one < classes; one++)
            {
                // A NaN is the greatest, as libtorch has it; written so that the loss becomes one too.
                most = row[one] > row[most] || float.IsNaN(row[one]) ? one : most;
            }

            foreach (var logit in row)
            {
                sum += Math.Exp(logit - row[most]);
            }

            loss += Math.Log(sum) - (row[label] - row[most]);
            correct += most == label ? 1 : 0;
            for (var one = 0; one < classes && gradient.Length > 0; one++)
            {
                gradient[(image * classes) + one] = (float)(((Math.Exp(row[one] - row[most]) / sum) - (one == label ? 1 : 0)) * scale);
            }
        }

        return (loss, correct);
    }
}
