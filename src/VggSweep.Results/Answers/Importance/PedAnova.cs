namespace VggSweep.Results.Answers.Importance;

/// <summary>
/// Local importance of a parameter (arXiv 2304.10255, as Optuna 5 evaluates it): the Pearson divergence between its
/// density
/// among the best γ of all configurations and among all of them. Zero: the best have the values that all have.
/// </summary>
internal static class PedAnova
{
    /// <summary>γ: the share of configurations that counts as best.</summary>
    public const double Quantile = 0.1;

    private const double Least = 1e-12;

    /// <param name="values">Of each configuration, the greater the better.</param>
    /// <returns>Whether each is among the best; ties at the end are.</returns>
    public static bool[] Top(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.OrderDescending()];
        var most = (int)Math.Ceiling(Quantile * sorted.Length);
        return [.. values.Select(value => value >= sorted[most - 1])];
    }

    /// <param name="steps">Of each configuration on the parameter's grid.</param>
    /// <param name="isTop">As <see cref="Top"/> returns it.</param>
    /// <param name="count">Steps of the grid.</param>
    public static double Divergence(IReadOnlyList<int> steps, IReadOnlyList<bool> isTop, int count, bool isOrdered)
    {
        var (all, top) = (new int[count], new int[count]);
        for (var index = 0; index < steps.Count; index++)
        {
            all[steps[index]]++;
            top[steps[index]] += isTop[index] ? 1 : 0;
        }

        return Divergence(top, ScottParzen.Density(all, isOrdered), isOrdered);
    }

    /// <param name="top">Of the best configurations, how many are at each step.</param>
    /// <param name="local">The density of all.</param>
    public static double Divergence(IReadOnlyList<int> top, double[] local, bool isOrdered) =>
        ScottParzen.Density(top, isOrdered)
        .Zip(local, (best, all) => (all + Least) * Math.Pow(((best + Least) / (all + Least)) - 1, 2)).Sum();
}
