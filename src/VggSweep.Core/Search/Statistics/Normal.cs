namespace VggSweep.Core.Search.Statistics;

/// <summary>The standard normal distribution, accurate in both tails.</summary>
internal static class Normal
{
    /// <summary>log √(2π).</summary>
    public const double LogSqrtTwoPi = 0.918938533204672741780329736406;

    private static readonly double Sqrt2 = Math.Sqrt(2);

    public static double Density(double z) => Math.Exp(LogDensity(z));

    public static double LogDensity(double z) => (-z * z / 2) - LogSqrtTwoPi;

    public static double Cdf(double z) => z > 0 ? 1 - Cdf(-z) : Math.Exp(-z * z / 2) * ScaledErfc.Of(-z / Sqrt2) / 2;

    public static double LogCdf(double z) =>
        z > 0 ? Log1P(-Cdf(-z)) : (-z * z / 2) + Math.Log(ScaledErfc.Of(-z / Sqrt2) / 2);

    /// <summary>The logarithm of the probability of [low, high].</summary>
    public static double LogMass(double low, double high)
    {
        if (low > 0)
        {
            return LogMass(-high, -low);
        }

        if (high > 0)
        {
            return Log1P(-Cdf(low) - Cdf(-high));
        }

        var (upper, lower) = (LogCdf(high), LogCdf(low));
        return upper + Log1P(-Math.Exp(lower - upper));
    }

    /// <summary>The inverse of <see cref="Cdf"/> in (0, 1): a rational start (Abramowitz and Stegun 26.2.23), then Halley's method.</summary>
    public static double Quantile(double probability)
    {
        if (probability > 0.5)
        {
            return -Quantile(1 - probability);
        }

        var t = Math.Sqrt(-2 * Math.Log(probability));
        var z = ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))) - t;
        for (var step = 0; step < 3; step++)
        {
            var newton = (Cdf(z) - probability) / Density(z);
            z -= newton / (1 + (z * newton / 2));
        }

        return z;
    }

    /// <summary>log(1 + x) without the loss of digits near 0 (Kahan).</summary>
    private static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
