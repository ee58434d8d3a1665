using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Tests.Search;

internal static class Proposals
{
    /// <summary>All that a sampler proposes, in order.</summary>
    public static IReadOnlyList<TrialParameters> All(ISampler sampler)
    {
        var trials = new List<TrialParameters>();
        while (sampler.Propose(trials.Count, SearchHistory.Empty) is { } proposal)
        {
            trials.Add(proposal.Parameters);
        }

        return trials;
    }
}
