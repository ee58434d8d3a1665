using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>
/// The configurations of an order that meet a sweep's constraints, one after another; all without constraints. In an
/// order without end, those that lack their only real parameters come again, and are left out.
/// </summary>
/// <param name="at">The configuration at a place of the order.</param>
/// <param name="size">Places of the order; null when it has no end.</param>
/// <param name="mostTries">Places in a row without an allowed configuration, after which the order ends.</param>
/// <remarks>
/// Not thread-safe: the places that were found are kept. What is at an index does not depend on the calls before.
/// </remarks>
internal sealed class AllowedOrder(
    ConfigurationSpace space, Func<long, TrialParameters> at, long? size, int mostTries = ConfigurationSpace.MostTries)
{
    private readonly List<long> places = [];
    private readonly HashSet<TrialParameters>? seen = size is null && space.IsConditional ? [] : null;
    private long next;
    private bool isAtEnd;

    /// <summary>The allowed configuration of that index; null behind the last.</summary>
    public TrialParameters? At(int index)
    {
        if (!space.IsConstrained && seen is null)
        {
            return index < (size ?? long.MaxValue) ? at(index) : null;
        }

        while (places.Count <= index && !isAtEnd)
        {
            Find();
        }

        return index < places.Count ? at(places[index]) : null;
    }

    private void Find()
    {
        for (var tries = 0; tries < mostTries && next < (size ?? long.MaxValue); tries++)
        {
            var place = next++;
            if (at(place) is var configuration && space.Allows(configuration) && seen?.Add(configuration) is not false)
            {
                places.Add(place);
                return;
            }
        }

        isAtEnd = true;
    }
}
