namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// How well a kernel explains results: the marginal likelihood times priors, over the logarithms of the length scales, of
/// the signal's variance and of the noise above its floor.
/// </summary>
/// <param name="values">Standardized.</param>
/// <param name="noisePrior">Of the logarithm of the noise.</param>
internal sealed class KernelPosterior(
    bool[] categorical, IReadOnlyList<double[]> points, IReadOnlyList<double> values,
    (double Mean, double Deviation) noisePrior)
{
    private const double NoiseFloor = 1e-6;

    private static readonly double[] StartScales = [0.3, 1.5];

    /// <summary>The log-normal prior of length scales grows with the dimensions (Hvarfner et al. 2024).</summary>
    private readonly (double Mean, double Deviation) lengthPrior = (Math.Sqrt(2) + (Math.Log(categorical.Length) / 2), Math.Sqrt(3));

    private static readonly (double Mean, double Deviation) SignalPrior = (0, 1);

    private readonly int dimensions = categorical.Length;

    /// <summary>The most probable parameters.</summary>
    public double[] Mode() => StartScales
        .Select(scale => new LimitedMemoryBfgs(Loss).Minimize(Start(scale))).MinBy(found => found.Value).Point;

    public Kernel KernelOf(IReadOnlyList<double> logs) => new(
        categorical, [.. logs.Take(dimensions).Select(log => Math.Exp(log))], Math.Exp(logs[dimensions]),
        NoiseFloor + Math.Exp(logs[dimensions + 1]));

    /// <summary>The negative logarithm of the density, up to a constant, and its gradient.</summary>
    public double Loss(double[] logs, double[] gradient)
    {
        var kernel = KernelOf(logs);
        var regression = new GaussianRegression(points, values, kernel);
        LikelihoodGradient(kernel, regression, gradient);
        gradient[dimensions + 1] *= (kernel.Noise - NoiseFloor) / kernel.Noise;
        var prior = 0.0;
        for (var index = 0; index < logs.Length; index++)
        {
            var (mean, deviation) = index < dimensions ? lengthPrior : index == dimensions ? SignalPrior : noisePrior;
            var distance = (logs[index] - mean) / deviation;
            prior -= distance * distance / 2;
            gradient[index] = (distance / deviation) - gradient[index];
        }

        return -regression.LogLikelihood - prior;
    }

    /// <summary>What is most probable before any result, with length scales multiplied by a factor.</summary>
    private double[] Start(double factor) =>
        [.. Enumerable.Repeat(Math.Log(factor * Math.Sqrt(dimensions)), dimensions), SignalPrior.Mean, noisePrior.Mean];

    /// <summary>½·tr((ααᵀ − K⁻¹)·∂K) by the logarithm of each parameter (Rasmussen and Williams 2006, 5.9).</summary>
    internal void LikelihoodGradient(Kernel kernel, GaussianRegression regression, double[] gradient)
    {
        Array.Clear(gradient);
        var inverse = regression.Factor.Inverse();
        var weights = regression.Weights;
        Span<double> derivatives = stackalloc double[dimensions];
        for (var row = 0; row < points.Count; row++)
        {
            for (var column = 0; column < row; column++)
            {
                var pull = (weights[row] * weights[column]) - inverse[row][column];
                gradient[dimensions] += pull * kernel.Covariance(points[row], points[column], derivatives);
                for (var axis = 0; axis < dimensions; axis++)
                {
                    gradient[axis] += pull * derivatives[axis];
                }
            }

            var own = ((weights[row] * weights[row]) - inverse[row][row]) / 2;
            gradient[dimensions] += own * kernel.Signal;
            gradient[dimensions + 1] += own * kernel.Noise;
        }
    }
}
