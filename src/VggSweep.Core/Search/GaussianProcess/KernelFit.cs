namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Finds the most probable kernel. Refits are rarer the more results there are: the fit uses the first results up to a
/// milestone, a fifth more than the one before, and costs the cube of their number.
/// </summary>
/// <remarks>Not thread-safe: keeps the last fit, which another call with the same results would only repeat.</remarks>
internal sealed class KernelFit(bool[] categorical)
{
    private const int FirstMilestone = 32;
    private const int MostResults = 300;
    private const double Growth = 1.2;

    /// <summary>
    /// Small: the mean then follows the best results closely, which a search needs. See <see cref="CalibratedRegression"/>.
    /// </summary>
    internal static readonly (double Mean, double Deviation) NoisePrior = (-6, 1.5);

    private (int[] Numbers, double[] Values, Kernel Kernel)? last;

    /// <param name="numbers">Of the trials.</param>
    /// <param name="values">Their results.</param>
    public Kernel Fit(IReadOnlyList<int> numbers, IReadOnlyList<double[]> points, IReadOnlyList<double> values)
    {
        var count = Milestone(numbers.Count);
        var kept = (Numbers: numbers.Take(count).ToArray(), Values: Standardized.Of([.. values.Take(count)]).Values.ToArray());
        if (last is not { } known || !known.Numbers.AsSpan().SequenceEqual(kept.Numbers)
            || !known.Values.AsSpan().SequenceEqual(kept.Values))
        {
            last = known = (kept.Numbers, kept.Values, Search([.. points.Take(count)], kept.Values));
        }

        return known.Kernel;
    }

    /// <summary>How many of the results the kernel is fitted to.</summary>
    internal static int Milestone(int results)
    {
        var milestone = Math.Min(results, FirstMilestone);
        for (var next = (double)FirstMilestone; next <= Math.Min(results, MostResults); next *= Growth)
        {
            milestone = (int)next;
        }

        return milestone;
    }

    private Kernel Search(double[][] points, double[] values)
    {
        var posterior = new KernelPosterior(categorical, points, values, NoisePrior);
        return posterior.KernelOf(posterior.Mode());
    }
}
