using VggSweep.Core.Scheduling.TopK;
using VggSweep.Core.Search.GaussianProcess;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Search.Grid;
using VggSweep.Core.Search.Tpe;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search.Auto;

/// <summary>What <c>method: auto</c> stands for, by what docs/results/search.md measured.</summary>
internal static class AutoChoice
{
    /// <summary>Configurations that are all tried when the file does not say how many trials it wants.</summary>
    private const int MostOfGrid = 50;

    /// <summary>Trials after which a Gaussian process takes longer for a proposal than it saves.</summary>
    private const int MostOfGaussianProcess = 500;

    /// <summary>With fewer epochs, one of them is too large a share to compare trials by.</summary>
    private const int LeastEpochs = 3;

    private const int LeastTrials = 30;
    private const int TrialsPerParameter = 10;
    private const int TrialsOfFront = 100;

    /// <returns>The spec with the choice in place of <c>auto</c>; unchanged when it names a method.</returns>
    /// <param name="hasScheduler">Whether the file chooses the scheduler.</param>
    public static SweepSpec Of(SweepSpec spec, bool hasScheduler)
    {
        if (spec.Search.Sampler is not AutoSpec)
        {
            return spec;
        }

        var (sampler, trials, why) = Sampler(spec);
        var search = spec.Search with { Sampler = sampler, MaxTrials = trials, Chosen = why };

        // Rungs compare by one objective, and would prune the rest of a front.
        if (hasScheduler || sampler is GridSpec or GeneticSpec || spec.MostEpochs() < LeastEpochs)
        {
            return spec with { Search = search };
        }

        why += $"; topK, since the first of {spec.MostEpochs()} epochs tells most of what the last one would";
        return spec with { Scheduler = new TopKSpec(), Search = search with { Chosen = why } };
    }

    private static (SamplerSpec Sampler, int? Trials, string Why) Sampler(SweepSpec spec)
    {
        var (count, most) = (new ConfigurationSpace(spec).Count, spec.Search.MaxTrials);
        if (spec.Objectives.Count > 1)
        {
            var trials = most ?? (int)Math.Min(count ?? TrialsOfFront, TrialsOfFront);
            return (new GeneticSpec(), trials, $"nsga2, which finds the front of {spec.Objectives.Count} objectives");
        }

        if (count is { } all && all <= (most ?? MostOfGrid) && spec.Parameters.All(space => space.Size is not null))
        {
            return (new GridSpec(), most, $"grid, since all {Words.Count((int)all, "configuration")} can be tried");
        }

        var wanted = most ?? (int)Math.Min(count ?? long.MaxValue, Math.Max(LeastTrials, TrialsPerParameter * spec.Parameters.Count));
        return wanted <= MostOfGaussianProcess
            ? (new GaussianProcessSpec(), wanted, $"gp, which learns most from {wanted:N0} trials")
            : (new TpeSpec(), wanted, $"tpe, which stays fast over {wanted:N0} trials");
    }
}
