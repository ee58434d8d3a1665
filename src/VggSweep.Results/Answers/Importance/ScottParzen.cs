using MathNet.Numerics.Distributions;

namespace VggSweep.Results.Answers.Importance;

/// <summary>
/// The density of observations over the steps of one parameter, as PED-ANOVA estimates it (Watanabe, Bansal and Hutter
/// 2023,
/// arXiv 2304.10255): a kernel on each observed step with its count as weight, and a prior as wide as the space with
/// weight 1.
/// Kernels on ordered steps are normal, cut off at the ends, with Scott's bandwidth.
/// </summary>
internal static class ScottParzen
{
    /// <summary>Keeps 90 % of a kernel within its step.</summary>
    private const double LeastWidth = 0.5 / 1.64;

    /// <param name="counts">Observations of each step, at least one in all.</param>
    /// <param name="isOrdered">Whether steps have neighbours; names have none.</param>
    /// <returns>The probability of each step.</returns>
    public static double[] Density(IReadOnlyList<int> counts, bool isOrdered)
    {
        var total = counts.Sum();
        var observed = Enumerable.Range(0, counts.Count).Where(step => counts[step] > 0).ToList();
        var density = new double[counts.Count];
        Func<int?, double[]> kernel = isOrdered
            ? Normals(counts, observed, total)
            : Names(counts.Count, observed.Count);
        foreach (var step in observed)
        {
            Add(density, kernel(step), counts[step] / (total + 1.0));
        }

        Add(density, kernel(null), 1 / (total + 1.0));
        return density;
    }

    private static void Add(double[] density, double[] kernel, double weight)
    {
        for (var step = 0; step < density.Length; step++)
        {
            density[step] += weight * kernel[step];
        }
    }

    private static Func<int?, double[]> Names(int steps, int observed)
    {
        var share = 1.0 / (observed + 1);
        return step => [.. Enumerable.Range(0, steps)
            .Select(other => step is null ? 1.0 / steps : (share + (other == step ? 1 : 0)) / (1 + (steps * share)))];
    }

    private static Func<int?, double[]> Normals(IReadOnlyList<int> counts, List<int> observed, int total)
    {
        var width = Math.Max(Scott(counts, observed, total), LeastWidth);
        return step =>
            step is { } at ? Cut(counts.Count, at, width) : Cut(counts.Count, (counts.Count - 1) / 2.0, counts.Count);
    }

    /// <summary>1.059·min(quartile range / 1.34, deviation)·n^−0.2.</summary>
    private static double Scott(IReadOnlyList<int> counts, List<int> observed, int total)
    {
        var mean = observed.Sum(step => (double)step * counts[step]) / total;
        var deviation = Math.Sqrt(
            observed.Sum(step => counts[step] * (step - mean) * (step - mean)) / Math.Max(1, total - 1));
        var (sum, low, high) = (0, observed[^1], observed[^1]);
        foreach (var step in Enumerable.Reverse(observed))
        {
            high = total - sum > total * 3 / 4 ? step : high;
            low = total - sum >= total / 4 ? step : low;
            sum += counts[step];
        }

        return 1.059 * Math.Min((high - low) / 1.34, deviation) * Math.Pow(total, -0.2);
    }

    private static double[] Cut(int steps, double mean, double width)
    {
        double Below(double place) => Normal.CDF(mean, width, place);
        var mass = Below(steps - 0.5) - Below(-0.5);
        return [.. Enumerable.Range(0, steps).Select(step => (Below(step + 0.5) - Below(step - 0.5)) / mass)];
    }
}
