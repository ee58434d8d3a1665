using MathNet.Numerics.Distributions;
using VggSweep.Core;

namespace VggSweep.Results.Answers.Fit;

/// <summary>
/// Intervals of a fit by a seeded residual bootstrap: the fitted errors plus resampled replicates are fitted again.
/// Residuals
/// are scaled for the means that they are taken from, and intervals by Student's t over the normal, because few
/// replicates
/// know their own deviation badly (Efron and Tibshirani 1993, chapters 9 and 12).
/// </summary>
/// <remarks>
/// Where cells scatter about the fit by more than their seeds explain, cells are resampled instead of replicates, and
/// the
/// intervals of predictions include that scatter.
/// </remarks>
internal sealed class Bootstrap
{
    private const int Seed = 20_304;
    private const double Normal = 1.6448536269514722;

    /// <summary>The mean of so many residuals is normal enough, and is drawn at once.</summary>
    private const int MostDraws = 30;

    private readonly IErrorModel model;
    private readonly IReadOnlyList<FitPoint> points;
    private readonly double[] fitted;
    private readonly double[] pool;
    private readonly double poolDeviation;
    private readonly double scatter;
    private readonly double stretch;
    private readonly List<double[]> repetitions = [];

    /// <param name="count">Repetitions.</param>
    public Bootstrap(IErrorModel model, IReadOnlyList<FitPoint> points, int count)
    {
        (this.model, this.points) = (model, points);
        Coefficients = model.Fit([.. points.Select(point => point.Mean)]);
        fitted = [.. points.Select(point => model.At(Coefficients, point.Place))];
        var within = points.Sum(point => point.Errors.Sum(error => Square(error - point.Mean)));
        var freedom = points.Sum(point => point.Count - 1);
        var left = points.Count - model.Free(Coefficients);
        var about = points.Zip(fitted, (point, fit) => point.Count * Square(point.Mean - fit)).Sum();
        HasReplicates = freedom > 0;
        HasScatter = HasReplicates && left > 0 && IsMoreThan(about / left, within / freedom, left, freedom);
        (pool, freedom) = HasReplicates && !HasScatter ? (Replicates(), freedom) : (Cells(left), Math.Max(1, left));
        poolDeviation = Math.Sqrt(pool.Average(Square));
        var seeds = HasScatter
            ? within / points.Sum(point => point.Count - 1) * points.Average(point => 1.0 / point.Count)
            : 0;
        scatter = HasScatter && poolDeviation > 0
            ? Math.Sqrt(Math.Max(0, Square(poolDeviation) - seeds)) / poolDeviation
            : 0;
        stretch = Estimate.Quantile(freedom) / Normal;
        Repeat(count);
    }

    public double[] Coefficients { get; }

    /// <summary>Whether a cell has several seeds.</summary>
    public bool HasReplicates { get; }

    /// <summary>Whether cells are further from the fit than their seeds explain, at 95 % confidence (F test).</summary>
    public bool HasScatter { get; }

    /// <summary>Standard deviation of one seed, or of a cell about the fit where seeds do not say.</summary>
    public double Deviation => poolDeviation;

    /// <summary>The expected error at a place, never below zero.</summary>
    public Interval At(double[] place)
    {
        var random = SeededRandom.For(Seed, "scatter");
        return Of(
            model.At(Coefficients, place),
            repetition => model.At(repetition, place) + (scatter > 0 ? scatter * Draw(random) : 0));
    }

    /// <summary>A function of the coefficients that is never below zero.</summary>
    public Interval Of(Func<double[], double> value) => Of(value(Coefficients), value);

    private Interval Of(double value, Func<double[], double> repeated)
    {
        double[] values = [.. repetitions.Select(repeated)];
        Array.Sort(values);
        var share = (1 - Estimate.Confidence) / 2;
        return new Interval(
            Math.Max(0, value),
            Math.Max(0, Math.Min(value, value + (stretch * (Quantile(values, share) - value)))),
            Math.Max(0, Math.Max(value, value + (stretch * (Quantile(values, 1 - share) - value)))));
    }

    private void Repeat(int count)
    {
        var random = SeededRandom.For(Seed, "bootstrap");
        var errors = new double[points.Count];
        for (var repetition = 0; repetition < count; repetition++)
        {
            for (var point = 0; point < errors.Length; point++)
            {
                errors[point] = fitted[point] + Noise(points[point].Count, random);
            }

            repetitions.Add(model.Fit(errors));
        }
    }

    private double Noise(int count, SeededRandom random)
    {
        if (!HasReplicates || HasScatter)
        {
            return Draw(random);
        }

        if (count > MostDraws)
        {
            var quantile = Math.Max(random.NextDouble(), double.Epsilon);
            return MathNet.Numerics.Distributions.Normal.InvCDF(0, poolDeviation / Math.Sqrt(count), quantile);
        }

        var sum = 0.0;
        for (var draw = 0; draw < count; draw++)
        {
            sum += Draw(random);
        }

        return sum / count;
    }

    private double Draw(SeededRandom random) => pool[random.Next(pool.Length)];

    private double[] Replicates() =>
    [
        .. from point in points
           where point.Count > 1
           let scale = Math.Sqrt(point.Count / (point.Count - 1.0))
           from error in point.Errors
           select scale * (error - point.Mean),
    ];

    private double[] Cells(int left)
    {
        var scale = Math.Sqrt(points.Count / (double)Math.Max(1, left));
        return [.. points.Zip(fitted, (point, fit) => scale * (point.Mean - fit))];
    }

    /// <summary>Whether a variance is greater than chance allows. Rounding is not: exact data have none.</summary>
    private bool IsMoreThan(double about, double within, int left, int freedom)
    {
        var rounding = Square(1e-9 * points.Average(point => point.Mean));
        return about > rounding && (within <= rounding || about / within > FisherSnedecor.InvCDF(left, freedom, 0.95));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var (low, rest) = ((int)place, place - Math.Floor(place));
        return low + 1 < sorted.Length ? sorted[low] + (rest * (sorted[low + 1] - sorted[low])) : sorted[low];
    }

    private static double Square(double value) => value * value;
}
