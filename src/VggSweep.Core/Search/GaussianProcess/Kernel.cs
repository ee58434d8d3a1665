namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Matérn 5/2 with a length scale for each axis (Rasmussen and Williams 2006, 4.17). Names are at distance 0 or 1.
/// </summary>
internal sealed class Kernel
{
    private static readonly double Sqrt5 = Math.Sqrt(5);

    private readonly bool[] categorical;
    private readonly double[] inverseSquares;

    /// <param name="categorical">Axes whose values have no order.</param>
    /// <param name="signal">Variance of the function.</param>
    /// <param name="noise">Variance of a result about the function.</param>
    public Kernel(bool[] categorical, IReadOnlyList<double> lengthScales, double signal, double noise)
    {
        (this.categorical, Signal, Noise) = (categorical, signal, noise);
        inverseSquares = [.. lengthScales.Select(scale => 1 / (scale * scale))];
    }

    public double Signal { get; }

    public double Noise { get; }

    public int Dimensions => inverseSquares.Length;

    /// <summary>The covariance of the function at two points.</summary>
    public double Covariance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var square = 0.0;
        for (var axis = 0; axis < left.Length; axis++)
        {
            square += ScaledSquare(axis, left, right);
        }

        var distance = Sqrt5 * Math.Sqrt(square);
        return Signal * (1 + distance + (5.0 / 3 * square)) * Math.Exp(-distance);
    }

    /// <summary>The covariance, and its derivatives by the logarithms of the length scales.</summary>
    public double Covariance(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> derivatives)
    {
        var square = 0.0;
        for (var axis = 0; axis < left.Length; axis++)
        {
            derivatives[axis] = ScaledSquare(axis, left, right);
            square += derivatives[axis];
        }

        var distance = Sqrt5 * Math.Sqrt(square);
        var decay = Signal * Math.Exp(-distance);
        for (var axis = 0; axis < left.Length; axis++)
        {
            derivatives[axis] *= 5.0 / 3 * (1 + distance) * decay;
        }

        return (1 + distance + (5.0 / 3 * square)) * decay;
    }

    private double ScaledSquare(int axis, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var difference = left[axis] - right[axis];
        return categorical[axis]
            ? (difference == 0 ? 0 : inverseSquares[axis])
            : difference * difference * inverseSquares[axis];
    }
}
