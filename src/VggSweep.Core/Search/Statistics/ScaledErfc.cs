namespace VggSweep.Core.Search.Statistics;

/// <summary>
/// exp(x²)·erfc(x) for x ≥ 0 to a few units in the last place. A table of Chebyshev polynomials in t = 4/(4 + x), filled
/// from the power series and Laplace's continued fraction.
/// </summary>
internal static class ScaledErfc
{
    private const int Pieces = 128;
    private const int Nodes = 10;
    private const int Terms = 1_000;
    private const double SeriesEnd = 0.5;

    private static readonly double[][] Coefficients = [.. Enumerable.Range(0, Pieces).Select(Interpolate)];

    public static double Of(double x)
    {
        var t = 4 / (4 + x);
        var piece = Math.Min((int)(t * Pieces), Pieces - 1);
        var place = (2 * ((t * Pieces) - piece)) - 1;
        var coefficients = Coefficients[piece];
        var (sum, before) = (0.0, 0.0);
        for (var order = Nodes - 1; order > 0; order--)
        {
            (sum, before) = ((2 * place * sum) - before + coefficients[order], sum);
        }

        return t * ((place * sum) - before + coefficients[0]);
    }

    /// <summary>Divided by t, the function has a limit at both ends.</summary>
    private static double[] Interpolate(int piece)
    {
        var (angles, values) = (new double[Nodes], new double[Nodes]);
        for (var node = 0; node < Nodes; node++)
        {
            angles[node] = Math.PI * (node + 0.5) / Nodes;
            var t = (piece + ((Math.Cos(angles[node]) + 1) / 2)) / Pieces;
            values[node] = Exact((4 / t) - 4) / t;
        }

        return [.. Enumerable.Range(0, Nodes).Select(order =>
            (order == 0 ? 1.0 : 2.0) / Nodes * Enumerable.Range(0, Nodes).Sum(node => values[node] * Math.Cos(order * angles[node])))];
    }

    private static double Exact(double x) => x < SeriesEnd ? Math.Exp(x * x) - Series(x) : Fraction(x);

    /// <summary>exp(x²)·erf(x).</summary>
    private static double Series(double x)
    {
        var term = 2 * x / Math.Sqrt(Math.PI);
        var sum = term;
        for (var order = 1; Math.Abs(term) > Math.Abs(sum) * 1e-18; order++)
        {
            term *= 2 * x * x / ((2 * order) + 1);
            sum += term;
        }

        return sum;
    }

    private static double Fraction(double x)
    {
        var tail = x;
        for (var term = Terms; term > 0; term--)
        {
            tail = x + (term / 2.0 / tail);
        }

        return 1 / (Math.Sqrt(Math.PI) * tail);
    }
}
