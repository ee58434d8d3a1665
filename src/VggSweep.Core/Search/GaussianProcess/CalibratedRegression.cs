using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Gaussian process regression with calibrated intervals. The search's own model takes the most probable kernel as known,
/// and its 90 % intervals hold about 80 % of cells. Here predictions are averaged over <see cref="SigmaKernels"/>, the
/// noise may be larger, and Student's t and the leave-one-out errors widen the interval.
/// </summary>
public sealed class CalibratedRegression
{
    /// <summary>Below, Student's t is far wider than a kernel with priors deserves.</summary>
    private const int LeastFreedom = 3;

    /// <summary>Wide: results of one seed may be exact, those of several differ by a tenth of the range or more.</summary>
    private static readonly (double Mean, double Deviation) NoisePrior = (-3, 2);

    private readonly Standardized standardized;
    private readonly IReadOnlyList<(GaussianRegression Regression, double Noise)> members;
    private readonly double widening;
    private readonly int freedom;

    /// <param name="categorical">Axes whose values have no order.</param>
    /// <param name="points">In the unit cube; those of replicates repeat.</param>
    /// <param name="results">At the points, in any unit.</param>
    public CalibratedRegression(
        IReadOnlyList<bool> categorical, IReadOnlyList<double[]> points, IReadOnlyList<double> results)
    {
        standardized = Standardized.Of(results);
        var posterior = new KernelPosterior([.. categorical], points, standardized.Values, NoisePrior);
        members = [.. SigmaKernels.Of(posterior)
            .Select(kernel => (new GaussianRegression(points, standardized.Values, kernel), kernel.Noise))];
        widening = Math.Max(1, Math.Sqrt(members.Average(member => LeaveOneOutSquare(member.Regression))));
        freedom = Math.Max(results.Count - categorical.Count - 2, LeastFreedom);
    }

    /// <summary>The mean and the interval of what a point yields, in the unit of the results.</summary>
    /// <param name="level">Probability that the interval holds, as 0.9.</param>
    /// <param name="replicates">Results that are averaged; null for the mean of infinitely many.</param>
    public (double Mean, double Low, double High) Predict(double[] point, double level, int? replicates = null)
    {
        var predicted = members.Select(member => (member.Regression.Predict(point), member.Noise)).ToList();
        var mean = predicted.Average(one => one.Item1.Mean);
        var variance = predicted.Average(one =>
            one.Item1.Variance + Math.Pow(one.Item1.Mean - mean, 2) + (replicates is { } count ? one.Noise / count : 0));
        var margin = StudentT.Quantile((1 + level) / 2, freedom) * widening * Math.Sqrt(variance);
        return (standardized.Original(mean), standardized.Original(mean - margin), standardized.Original(mean + margin));
    }

    /// <summary>
    /// The mean square of each result's leave-one-out error over its predicted deviation (Rasmussen and Williams 2006,
    /// 5.12): 1 when the model is right.
    /// </summary>
    private static double LeaveOneOutSquare(GaussianRegression regression)
    {
        var (inverse, sum) = (regression.Factor.Inverse(), 0.0);
        for (var index = 0; index < inverse.Length; index++)
        {
            sum += regression.Weights[index] * regression.Weights[index] / inverse[index][index];
        }

        return sum / inverse.Length;
    }
}
