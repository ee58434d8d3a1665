namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// error = a + b·cost^−c with a, b ≥ 0 and 0 ≤ c ≤ <see cref="Steepest"/>. For a given c the best a and b are those of
/// a
/// line, so the search is over c alone and finds the global minimum.
/// </summary>
internal sealed class PowerLaw : IErrorModel
{
    /// <summary>Beyond it only the cheapest cost would differ from the floor.</summary>
    public const double Steepest = 5;

    /// <summary>Fewer distinct costs do not determine three coefficients and leave a residual.</summary>
    public const int FewestCosts = 4;

    private const double Flattest = 0.01;
    private const int GridSize = 48;
    private const int Refinements = 30;

    /// <summary>More distinct costs are merged by their neighbours: fits stay fast, and the curve is smooth.</summary>
    private const int MostGroups = 200;

    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    private readonly double scale;
    private readonly int[] groupOf;
    private readonly double[] pointWeights;
    private readonly double[] weights;
    private readonly double[] logs;
    private readonly double[] grid;
    private readonly double[][] powers;

    /// <param name="costs">Of each point, above zero.</param>
    /// <param name="counts">Replicates of each point: its weight.</param>
    public PowerLaw(IReadOnlyList<double> costs, IReadOnlyList<int> counts)
    {
        var distinct = costs.Distinct().Order().ToList();
        var size = (distinct.Count + MostGroups - 1) / MostGroups;
        var group = distinct.Index().ToDictionary(one => one.Item, one => one.Index / size);
        scale = distinct.Average(Math.Log);
        groupOf = [.. costs.Select(cost => group[cost])];
        pointWeights = [.. counts.Select(count => (double)count)];
        weights = new double[groupOf.Max() + 1];
        logs = new double[weights.Length];
        foreach (var (index, cost) in costs.Index())
        {
            weights[groupOf[index]] += pointWeights[index];
            logs[groupOf[index]] += pointWeights[index] * (Math.Log(cost) - scale);
        }

        for (var one = 0; one < logs.Length; one++)
        {
            logs[one] /= weights[one];
        }

        grid =
        [
            .. Enumerable.Range(0, GridSize).Select(
                step => Flattest * Math.Pow(Steepest / Flattest, step / (GridSize - 1.0))),
        ];
        powers = [.. grid.Select(Powers)];
    }

    /// <returns>a, b in units of the error at the middle cost, c.</returns>
    public double[] Fit(ReadOnlySpan<double> errors)
    {
        var means = new double[weights.Length];
        for (var index = 0; index < errors.Length; index++)
        {
            means[groupOf[index]] += pointWeights[index] * errors[index] / weights[groupOf[index]];
        }

        var best = 0;
        var least = double.PositiveInfinity;
        for (var step = 0; step < GridSize; step++)
        {
            var sum = Line(means, powers[step]).Squares;
            (best, least) = sum < least ? (step, sum) : (best, least);
        }

        var c = Refined(means, best == 0 ? 0 : grid[best - 1], best == GridSize - 1 ? Steepest : grid[best + 1]);
        var (a, b, _) = Line(means, Powers(c));
        return [a, b, b > 0 ? c : 0];
    }

    public double At(ReadOnlySpan<double> coefficients, double[] place) =>
        coefficients[0] + (coefficients[1] * Math.Exp(-coefficients[2] * (Math.Log(place[0]) - scale)));

    public int Free(ReadOnlySpan<double> coefficients) =>
        coefficients[1] <= 0 ? 1 : (coefficients[0] > 0 ? 2 : 1) + (coefficients[2] < Steepest ? 1 : 0);

    /// <summary>b of the formula, in units of the error times the cost to the power of c.</summary>
    public double Unscaled(ReadOnlySpan<double> coefficients) =>
        coefficients[1] * Math.Exp(coefficients[2] * scale);

    private double[] Powers(double c) => [.. logs.Select(log => Math.Exp(-c * log))];

    /// <summary>The least squares of a + b·x with a, b ≥ 0, and their sum.</summary>
    private (double A, double B, double Squares) Line(double[] y, double[] x)
    {
        double sum = 0, sumX = 0, sumY = 0;
        for (var index = 0; index < x.Length; index++)
        {
            sum += weights[index];
            sumX += weights[index] * x[index];
            sumY += weights[index] * y[index];
        }

        double xx = 0, xy = 0, squareX = 0, productXy = 0;
        for (var index = 0; index < x.Length; index++)
        {
            var (left, right) = (x[index] - (sumX / sum), y[index] - (sumY / sum));
            xx += weights[index] * left * left;
            xy += weights[index] * left * right;
            squareX += weights[index] * x[index] * x[index];
            productXy += weights[index] * x[index] * y[index];
        }

        var b = xx > 0 ? Math.Max(0, xy / xx) : 0;
        var a = (sumY - (b * sumX)) / sum;
        (a, b) = a < 0 ? (0, Math.Max(0, productXy / squareX)) : (a, b);
        var squares = 0.0;
        for (var index = 0; index < x.Length; index++)
        {
            var residual = y[index] - a - (b * x[index]);
            squares += weights[index] * residual * residual;
        }

        return (a, b, squares);
    }

    /// <summary>Golden-section search between two values of c.</summary>
    private double Refined(double[] means, double low, double high)
    {
        var (left, right) = (high - (Golden * (high - low)), low + (Golden * (high - low)));
        var (atLeft, atRight) = (Line(means, Powers(left)).Squares, Line(means, Powers(right)).Squares);
        for (var step = 0; step < Refinements; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = Line(means, Powers(left)).Squares;
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = Line(means, Powers(right)).Squares;
            }
        }

        return (low + high) / 2;
    }
}
