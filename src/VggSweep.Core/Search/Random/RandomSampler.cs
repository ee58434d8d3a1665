using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Random;

/// <summary>
/// Independent uniform draws, each from a source of its own (Bergstra and Bengio 2012). Where the combinations are
/// finite they are drawn without putting back, and the search ends with the last one.
/// </summary>
public sealed class RandomSampler : ISampler
{
    private const string Purpose = "random search";

    private readonly SweepSpec spec;
    private readonly ConfigurationSpace space;
    private readonly AllowedOrder order;

    /// <summary>The search has a number of trials.</summary>
    public RandomSampler(SweepSpec spec)
    {
        if (spec.Search.MaxTrials is null)
        {
            throw new ArgumentException("A random search needs a number of trials.", nameof(spec));
        }

        this.spec = spec;
        space = new ConfigurationSpace(spec);
        var permutation = space.Count is { } count ? new SeededPermutation(spec.Search.Seed, Purpose, count) : null;
        order = new AllowedOrder(
            space,
            place => permutation is null ? space.Draw(SeededRandom.For(spec.Search.Seed, Purpose, place)) : space.At(permutation.At(place)),
            space.Count);
    }

    public bool IsAdaptive => false;

    public long? Count => Math.Min(spec.Search.MaxTrials!.Value, space.Allowed ?? long.MaxValue);

    public Proposal? Propose(int index, SearchHistory history) =>
        index < Count && order.At(index) is { } configuration ? new Proposal(configuration, "random") : null;
}
