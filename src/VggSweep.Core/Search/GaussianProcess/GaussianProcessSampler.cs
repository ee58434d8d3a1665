using System.Globalization;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.GaussianProcess;

/// <summary>
/// Bayesian optimization with a Gaussian process. Failed trials count as the worst result. Running trials count with the
/// mean that the model predicts for them (the kriging believer, Ginsbourger et al. 2010), which keeps concurrent proposals
/// apart. Seeds are replicates: results of one configuration that differ are noise.
/// </summary>
/// <remarks>Not thread-safe, see <see cref="KernelFit"/>.</remarks>
public sealed class GaussianProcessSampler : ISampler
{
    private const string Purpose = "gaussian process search";
    private const int MostStartup = 10;
    private const int Anchors = 3;

    /// <summary>The model's cost grows with the cube of the results that it sees.</summary>
    private const int MostResults = 500;

    /// <summary>Its intervals cost some twenty times as much.</summary>
    private const int MostCalibrated = 200;
    private const double Level = 0.9;

    /// <summary>Where cost matters, the search starts with the cheapest of so many spread points.</summary>
    private const int CheapOf = 4;

    private readonly GaussianProcessSpec options;
    private readonly Func<TrialParameters, double>? cost;
    private readonly long seed;
    private readonly UnitCube cube;
    private readonly SpaceFilling filling;
    private readonly KernelFit fit;
    private readonly bool[] categorical;
    private readonly int startup;

    /// <param name="cost">
    /// Proportional to the cost of a trial, above 0; what tried trials cost says by how much. The expected improvement needs none.
    /// </param>
    /// <exception cref="ArgumentException">The acquisition needs a cost, or a price.</exception>
    public GaussianProcessSampler(SweepSpec spec, GaussianProcessSpec? options = null, Func<TrialParameters, double>? cost = null)
    {
        this.options = options ?? new GaussianProcessSpec();
        this.cost = this.options.Acquisition is Acquisition.ExpectedImprovement ? null
            : cost ?? throw new ArgumentException("This acquisition needs the cost of a trial.", nameof(cost));
        if (this.options is { Acquisition: Acquisition.Gittins, Price: not > 0 })
        {
            throw new ArgumentException("The Gittins index needs a price above 0.", nameof(options));
        }

        seed = spec.Search.Seed;
        cube = new UnitCube(spec, seedsAreReplicates: true);
        filling = new SpaceFilling(cube, seed, Purpose);
        categorical = [.. cube.Axes.Select(axis => axis.IsCategorical)];
        fit = new KernelFit(categorical);
        startup = this.options.Startup ?? Math.Min(2 * (cube.Axes.Count + 1), MostStartup);
        Count = spec.Search.MaxTrials is { } most ? Math.Min(most, cube.Count ?? long.MaxValue) : cube.Count;
    }

    public bool IsAdaptive => true;

    public long? Count { get; }

    /// <inheritdoc/>
    public Proposal? Propose(int index, SearchHistory history)
    {
        var tried = new TriedPoints(cube, history);
        if (index >= Count || tried.IsExhausted)
        {
            return null;
        }

        var results = tried.All.Count(one => one.Trial.HasValue);
        if (results < Math.Max(startup, 1))
        {
            return tried.Propose(Start(index, tried), index, $"start: {results} of {startup} results");
        }

        return Choose(index, tried) is { IsWorthIt: true } choice ? tried.Propose(choice.Point, index, choice.Why) : null;
    }

    /// <summary>Why the search ends although configurations are left; null while a trial is worth its cost.</summary>
    public string? StopReason(int index, SearchHistory history)
    {
        var tried = new TriedPoints(cube, history);
        var isStarting = tried.All.Count(one => one.Trial.HasValue) < Math.Max(startup, 1);
        return isStarting || tried.IsExhausted || Choose(index, tried) is not { IsWorthIt: false } choice ? null
            : $"{choice.Why} {BestInterval(tried)}";
    }

    /// <summary>What the best tried configuration reaches, by a model whose intervals are calibrated.</summary>
    private string BestInterval(TriedPoints tried)
    {
        var ended = Modelled([.. tried.All.Where(one => one.Trial.HasValue)]).TakeLast(MostCalibrated).ToList();
        var model = new CalibratedRegression(
            categorical, [.. ended.Select(one => one.Point)], [.. ended.Select(one => one.Trial.Value!.Value)]);
        var (_, low, high) = ended.Select(one => model.Predict(one.Point, Level)).MaxBy(one => one.Mean);
        return string.Create(CultureInfo.InvariantCulture, $"({100 * Level:0} % interval {low:0.####} to {high:0.####})");
    }

    private double[]? Start(int index, TriedPoints tried)
    {
        if (cost is null)
        {
            return filling.Point(index, tried);
        }

        return Enumerable.Range(0, CheapOf).Select(place => filling.Point((index * CheapOf) + place, tried))
            .OfType<double[]>().MinBy(point => cost(cube.Decode(point)));
    }

    /// <summary>The point with the best score; null when no open one was found.</summary>
    private Choice? Choose(int index, TriedPoints tried)
    {
        var ended = Modelled([.. tried.All.Where(one => one.Trial.Value is not null)]);
        var worst = ended.Where(one => one.Trial.HasValue).Min(one => one.Trial.Value!.Value);
        double[] results = [.. ended.Select(one => one.Trial.HasValue ? one.Trial.Value!.Value : worst)];
        var standardized = Standardized.Of(results);
        double[][] points = [.. ended.Select(one => one.Point)];
        var kernel = fit.Fit([.. ended.Select(one => one.Trial.Number)], points, results);
        var known = new GaussianRegression(points, standardized.Values, kernel);
        double[][] running = [.. tried.All.Where(one => one.Trial.Value is null).Select(one => one.Point)];
        var believed = running.Length == 0 ? known : new GaussianRegression(
            [.. points, .. running], [.. standardized.Values, .. running.Select(point => known.Predict(point).Mean)], kernel);
        var unit = CostUnit(tried);
        var judge = new Judge(options, believed, known.Means.Max(), standardized, point => unit * cost!(cube.Decode(point)));
        double[][] anchors = [.. points.Zip(known.Means).OrderByDescending(one => one.Second).Take(Anchors).Select(one => one.First)];
        return new CandidateSearch(cube, tried, judge.Score).Best(anchors, seed, index, Purpose) is var (best, score)
            ? judge.Choice(best, score)
            : null;
    }

    /// <summary>Of very many results the best and the newest.</summary>
    private static List<(TriedTrial Trial, double[] Point)> Modelled(List<(TriedTrial Trial, double[] Point)> ended) =>
        ended.Count <= MostResults
            ? ended
            : [.. ended.OrderByDescending(one => one.Trial.HasValue ? one.Trial.Value : double.NegativeInfinity)
            .Take(MostResults / 2).Union(ended.TakeLast(MostResults / 2)).OrderBy(one => one.Trial.Number)];

    /// <summary>By which the cost function is multiplied to be in the unit of the history.</summary>
    private double CostUnit(TriedPoints tried) =>
        cost is null ? 1 : tried.All.Sum(one => one.Trial.Cost) / tried.All.Sum(one => cost(one.Trial.Parameters));

    /// <param name="IsWorthIt">False when the search should end.</param>
    private sealed record Choice(double[] Point, bool IsWorthIt, string Why);

    /// <summary>
    /// Scores points by the acquisition. The incumbent is the greatest mean of a tried point, since single results are
    /// noisy.
    /// </summary>
    private sealed class Judge(
        GaussianProcessSpec options, GaussianRegression model, double incumbent, Standardized standardized, Func<double[], double> cost)
    {
        private const double LeastDeviation = 1e-9;

        public double Score(double[] point)
        {
            var (mean, variance) = model.Predict(point);
            var deviation = Math.Max(Math.Sqrt(variance), LeastDeviation);
            return options.Acquisition switch
            {
                Acquisition.ExpectedImprovement => ExpectedImprovement.Log(mean, deviation, incumbent),
                Acquisition.ImprovementPerCost => ExpectedImprovement.Log(mean, deviation, incumbent) - Math.Log(cost(point)),
                _ => GittinsIndex.Of(mean, deviation, options.Price!.Value * cost(point) / standardized.Deviation),
            };
        }

        public Choice Choice(double[] point, double score)
        {
            var best = standardized.Original(incumbent);
            FormattableString why = options.Acquisition switch
            {
                Acquisition.ExpectedImprovement => $"EI {Gain(score)} over best {best:0.####}",
                Acquisition.ImprovementPerCost =>
                    $"EI {Gain(score + Math.Log(cost(point)))} over best {best:0.####} for {cost(point):0.###}",
                _ when score > incumbent => $"index {standardized.Original(score):0.####} over best {best:0.####} for {cost(point):0.###}",
                _ => $"no configuration is worth its cost: greatest index {standardized.Original(score):0.####}, best {best:0.####}",
            };
            var isWorthIt = options.Acquisition is not Acquisition.Gittins || score > incumbent;
            return new Choice(point, isWorthIt, why.ToString(CultureInfo.InvariantCulture));
        }

        private string Gain(double log) => (Math.Exp(log) * standardized.Deviation).ToString("G3", CultureInfo.InvariantCulture);
    }
}
