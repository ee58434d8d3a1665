using VggSweep.Core.Search.Encoding;
using VggSweep.Core.Search.Sobol;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Genetic;

/// <summary>
/// NSGA-II (Deb et al. 2002) for one objective or several, one child at a time: parents are chosen by tournament among the
/// best trials that ended, by front and then by room on it. Failed trials are no parents.
/// </summary>
public sealed class GeneticSampler : ISampler
{
    private const string Purpose = "genetic search";
    private const int MostChildren = 32;

    private readonly GeneticSpec options;
    private readonly long seed;
    private readonly UnitCube cube;
    private readonly SpaceFilling filling;

    public GeneticSampler(SweepSpec spec, GeneticSpec? options = null)
    {
        this.options = options ?? new GeneticSpec();
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

        var parents = Population(tried);
        if (parents.Count < Math.Max(options.Population, 2))
        {
            return tried.Propose(
                filling.Point(index, tried), index, $"start: {parents.Count} of {options.Population} results");
        }

        var random = SeededRandom.For(seed, Purpose, index);
        var breeding = new Breeding(cube.Axes, options, random);
        for (var attempt = 0; attempt < MostChildren; attempt++)
        {
            var (mother, father) = (Tournament(parents.Count, random), Tournament(parents.Count, random));
            var child = breeding.Child(parents[mother].Point, parents[father].Point);
            cube.Snap(child);
            if (tried.IsOpen(child))
            {
                return tried.Propose(
                    child, index, $"child of trials {parents[mother].Trial.Number} and {parents[father].Trial.Number}");
            }
        }

        return tried.Propose(filling.Point(index, tried), index, "every child was tried before: a spread point");
    }

    /// <summary>The best trials, the better first.</summary>
    private List<(TriedTrial Trial, double[] Point)> Population(TriedPoints tried)
    {
        var ended = tried.All.Where(one => one.Trial.HasValue).ToList();
        IReadOnlyList<double>[] values = [.. ended.Select(one => one.Trial.Values ?? [one.Trial.Value!.Value])];
        return [.. ParetoFronts.Sort(values)
            .SelectMany(front => front.Zip(ParetoFronts.Crowding([.. front.Select(index => values[index])]))
                .OrderByDescending(member => member.Second).Select(member => ended[member.First]))
            .Take(options.Population)];
    }

    /// <summary>The better of two that are drawn.</summary>
    private static int Tournament(int count, SeededRandom random) => Math.Min(random.Next(count), random.Next(count));
}
