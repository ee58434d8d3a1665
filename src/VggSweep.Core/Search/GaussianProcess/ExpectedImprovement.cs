using VggSweep.Core.Search.Statistics;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>The expected improvement in logarithms, which does not vanish far below the best (Ament et al. 2023).</summary>
internal static class ExpectedImprovement
{
    /// <summary>Below it, 1 + z·Φ(z)/φ(z) loses its digits and a few terms of its asymptotic series keep them.</summary>
    private const double SeriesEnd = -25;
    private const int Terms = 12;

    /// <summary>log E[max(f − best, 0)] where f is normal.</summary>
    public static double Log(double mean, double deviation, double best) =>
        LogStandard((mean - best) / deviation) + Math.Log(deviation);

    /// <summary>log(φ(z) + z·Φ(z)).</summary>
    public static double LogStandard(double z)
    {
        if (z > -1)
        {
            return Math.Log(Normal.Density(z) + (z * Normal.Cdf(z)));
        }

        var share = z < SeriesEnd ? Series(1 / (z * z)) : 1 + (z * Math.Sqrt(Math.PI / 2) * ScaledErfc.Of(-z / Math.Sqrt(2)));
        return Normal.LogDensity(z) + Math.Log(share);
    }

    /// <summary>1/z² − 3/z⁴ + 15/z⁶ − …</summary>
    private static double Series(double inverseSquare)
    {
        var (term, sum) = (inverseSquare, inverseSquare);
        for (var order = 1; order < Terms; order++)
        {
            term *= -((2 * order) + 1) * inverseSquare;
            sum += term;
        }

        return sum;
    }
}
