using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Tests.Search;

internal static class Proposals
{
    /// <summary>All that a sampler proposes, in order.</summary>
    public static IReadOnlyList<TrialParameters> All(ISampler sampler)
    {
        var trials = new List<TrialParameters>();
        while (sampler.Propose(trials.Count) is { } trial)
        {
            trials.Add(trial);
        }

        return trials;
    }
}
