using System.Globalization;
using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Tpe;

/// <summary>
/// Tree-structured Parzen estimator (Bergstra et al. 2011), multivariate (Falkner et al. 2018), with the constant liar: of
/// points drawn from the density l of good trials it proposes the one with the greatest l/g, g being the density of the
/// others. Splits, weights and kernels are those of Optuna 5's default.
/// </summary>
/// <remarks>
/// Deviates from Optuna where a configuration would repeat: the next best that is open is taken. Seeds are replicates. The
/// first trials are spread by a Sobol sequence instead of drawn. A parameter that a point does not have adds nothing to its
/// densities, and one that an observation does not have is the prior's there.
/// </remarks>
public sealed class TpeSampler : ISampler
{
    private const string Purpose = "tpe search";

    private readonly TpeSpec options;
    private readonly long seed;
    private readonly UnitCube cube;
    private readonly SpaceFilling filling;

    public TpeSampler(SweepSpec spec, TpeSpec? options = null)
    {
        this.options = options ?? new TpeSpec();
        seed = spec.Search.Seed;
        cube = new UnitCube(spec, seedsAreReplicates: true);
        filling = new SpaceFilling(cube, seed, Purpose);
        Count = spec.Search.MaxTrials is { } most ? Math.Min(most, cube.Count ?? long.MaxValue) : cube.Count;
    }

    public bool IsAdaptive => true;

    public long? Count { get; }

    public Proposal? Propose(int index, SearchHistory history)
    {
        var tried = new TriedPoints(cube, history);
        if (index >= Count || tried.IsExhausted)
        {
            return null;
        }

        var results = tried.All.Count(one => one.Trial.HasValue);
        return results < options.Startup
            ? tried.Propose(filling.Point(index, tried), index, $"start: {results} of {options.Startup} results")
            : Best(index, tried);
    }

    private Proposal? Best(int index, TriedPoints tried)
    {
        var split = TpeSplit.Of(tried.All);
        var (good, others) = (new ParzenEstimator(cube, split.Good), new ParzenEstimator(cube, split.Others));
        var random = SeededRandom.For(seed, Purpose, index);
        var (best, score) = (Array.Empty<double>(), double.NegativeInfinity);
        for (var candidate = 0; candidate < options.Candidates; candidate++)
        {
            var point = good.Sample(random);
            cube.Snap(point);
            var ratio = tried.IsOpen(point) ? good.LogDensity(point) - others.LogDensity(point) : double.NegativeInfinity;
            if (ratio > score)
            {
                (best, score) = (point, ratio);
            }
        }

        return double.IsNegativeInfinity(score)
            ? tried.Propose(
                filling.Point(index, tried), index, "every configuration drawn was tried before: the next that is open")
            : tried.Propose(best, index, string.Create(
                CultureInfo.InvariantCulture, $"log l/g {score:0.###} of {split.Good.Count} good and {split.Others.Count} other trials"));
    }
}
