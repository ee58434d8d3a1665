namespace VggSweep.Core.Search.Statistics;

/// <summary>The standard normal distribution, accurate in both tails.</summary>
internal static class Normal
{
    /// <summary>log √(2π).</summary>
    public const double LogSqrtTwoPi = 0.918938533204672741780329736406;

    /// <summary>Where the series of <see cref="LogNarrowMass"/> are exact to 1e-12.</summary>
    private const double NarrowHalf = 0.01;
    private const double NarrowSlope = 0.5;

    private static readonly double Sqrt2 = Math.Sqrt(2);

    public static double Density(double z) => Math.Exp(LogDensity(z));

    public static double LogDensity(double z) => (-z * z / 2) - LogSqrtTwoPi;

    public static double Cdf(double z) => z > 0 ? 1 - Cdf(-z) : Math.Exp(-z * z / 2) * ScaledErfc.Of(-z / Sqrt2) / 2;

    public static double LogCdf(double z) =>
        z > 0 ? Log1P(-Cdf(-z)) : (-z * z / 2) + Math.Log(ScaledErfc.Of(-z / Sqrt2) / 2);

    /// <summary>The logarithm of the probability of [low, high].</summary>
    public static double LogMass(double low, double high)
    {
        var (middle, half) = ((low + high) / 2, (high - low) / 2);
        if (half <= NarrowHalf && Math.Abs(middle) * half <= NarrowSlope)
        {
            return LogNarrowMass(middle, half);
        }

        if (low > 0)
        {
            return LogMass(-high, -low);
        }

        if (high > 0)
        {
            return Log1P(-Cdf(low) - Cdf(-high));
        }

        // Both in units of exp(−high²/2), of which neither underflows.
        var share = ScaledErfc.Of(-high / Sqrt2) - (Math.Exp((high - low) * (high + low) / 2) * ScaledErfc.Of(-low / Sqrt2));
        return (-high * high / 2) + Math.Log(share / 2);
    }

    /// <summary>
    /// The inverse of <see cref="Cdf"/> in (0, 1): a rational start (Abramowitz and Stegun 26.2.23), then Halley's
    /// method.
    /// </summary>
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

    /// <summary>The integral of exp(−m·t − t²/2) over a narrow interval, by series in (m·half)² and half².</summary>
    private static double LogNarrowMass(double middle, double half)
    {
        var (slope, width) = (middle * half * middle * half, half * half);
        var even = 1 + (slope / 6 * (1 + (slope / 20 * (1 + (slope / 42 * (1 + (slope / 72 * (1 + (slope / 110)))))))));
        var second = (1.0 / 3) + (slope * ((1.0 / 10) + (slope * ((1.0 / 168) + (slope / 6_480)))));
        var fourth = (1.0 / 5) + (slope / 14);
        return LogDensity(middle) + Math.Log(2 * half * (even - (width / 2 * second) + (width * width / 8 * fourth)));
    }

    /// <summary>log(1 + x) without the loss of digits near 0 (Kahan).</summary>
    private static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
