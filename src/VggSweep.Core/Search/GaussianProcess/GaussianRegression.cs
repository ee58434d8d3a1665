namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>Exact Gaussian process regression with mean zero (Rasmussen and Williams 2006, algorithm 2.1).</summary>
internal sealed class GaussianRegression
{
    private const double MostJitter = 1e-2;

    private readonly IReadOnlyList<double[]> points;
    private readonly Kernel kernel;
    private readonly double[] weights;

    public GaussianRegression(IReadOnlyList<double[]> points, IReadOnlyList<double> values, Kernel kernel)
    {
        (this.points, this.kernel) = (points, kernel);
        (Factor, var noise) = Factorize();
        weights = [.. values];
        Factor.SolveLower(weights);
        var quadratic = Vectors.Dot(weights, weights);
        Factor.SolveUpper(weights);
        Means = [.. values.Zip(weights, (value, weight) => value - (noise * weight))];
        LogLikelihood = (-quadratic / 2) - (Factor.LogDeterminant / 2) - (points.Count * Math.Log(2 * Math.PI) / 2);
    }

    /// <summary>Of the values, given the points.</summary>
    public double LogLikelihood { get; }

    /// <summary>Of the function at the points: y − σ²·K⁻¹·y.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>Of the covariance of the values.</summary>
    public Cholesky Factor { get; }

    /// <summary>K⁻¹·y.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Mean and variance of the function, without the noise of a result.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> point)
    {
        var covariances = new double[points.Count];
        for (var index = 0; index < covariances.Length; index++)
        {
            covariances[index] = kernel.Covariance(point, points[index]);
        }

        var mean = Vectors.Dot(covariances, weights);
        Factor.SolveLower(covariances);
        return (mean, Math.Max(kernel.Signal - Vectors.Dot(covariances, covariances), 0));
    }

    /// <summary>Points that repeat with little noise need a larger diagonal.</summary>
    private (Cholesky Factor, double Noise) Factorize()
    {
        for (var jitter = 0.0; jitter <= MostJitter; jitter = jitter == 0 ? 1e-10 : jitter * 10)
        {
            var noise = kernel.Noise + (jitter * kernel.Signal);
            if (Cholesky.Of(Covariance(noise)) is { } factor)
            {
                return (factor, noise);
            }
        }

        throw new ArgumentException("The points, or the kernel's parameters, are not finite.");
    }

    private double[][] Covariance(double noise)
    {
        var rows = new double[points.Count][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[row + 1];
            for (var column = 0; column < row; column++)
            {
                rows[row][column] = kernel.Covariance(points[row], points[column]);
            }

            rows[row][row] = kernel.Signal + noise;
        }

        return rows;
    }
}
