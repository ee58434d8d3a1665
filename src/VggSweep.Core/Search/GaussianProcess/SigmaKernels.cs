namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Equally weighted kernels that represent the whole posterior instead of its mode: the sigma points (Julier and Uhlmann
/// 2004) of its Laplace approximation.
/// </summary>
internal static class SigmaKernels
{
    private const double DifferenceStep = 1e-3;
    private const double FirstRidge = 0.1;

    public static IEnumerable<Kernel> Of(KernelPosterior posterior)
    {
        var mode = posterior.Mode();
        var root = Root(Precision(posterior, mode));
        for (var axis = 0; axis < mode.Length; axis++)
        {
            var move = new double[mode.Length];
            move[axis] = Math.Sqrt(mode.Length);
            root.SolveUpper(move);
            yield return posterior.KernelOf([.. mode.Zip(move, (place, step) => place + step)]);
            yield return posterior.KernelOf([.. mode.Zip(move, (place, step) => place - step)]);
        }
    }

    /// <summary>The second derivatives of the loss, by central differences of its gradient: rows up to the diagonal.</summary>
    private static double[][] Precision(KernelPosterior posterior, double[] mode)
    {
        var slopes = Enumerable.Range(0, mode.Length).Select(axis =>
            Gradient(posterior, mode, axis, DifferenceStep)
                .Zip(Gradient(posterior, mode, axis, -DifferenceStep), (above, below) => (above - below) / (2 * DifferenceStep))
                .ToArray()).ToArray();
        return [.. slopes.Select((row, index) =>
            Enumerable.Range(0, index + 1).Select(column => (row[column] + slopes[column][index]) / 2).ToArray())];
    }

    private static double[] Gradient(KernelPosterior posterior, double[] mode, int axis, double step)
    {
        double[] point = [.. mode];
        point[axis] += step;
        var gradient = new double[mode.Length];
        posterior.Loss(point, gradient);
        return gradient;
    }

    /// <summary>Where the minimizer stopped short of the mode, the precision may need a larger diagonal.</summary>
    private static Cholesky Root(double[][] precision)
    {
        for (var ridge = 0.0; double.IsFinite(ridge); ridge = ridge == 0 ? FirstRidge : ridge * 2)
        {
            double[][] rows = [.. precision.Select(row => row.ToArray())];
            for (var row = 0; row < rows.Length; row++)
            {
                rows[row][row] += ridge;
            }

            if (Cholesky.Of(rows) is { } root)
            {
                return root;
            }
        }

        throw new ArgumentException("The results, or the points, are not finite.", nameof(precision));
    }
}
