using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.Hyperband;

/// <summary>The scheduler <c>hyperband</c>: successive halving from several first rungs (Li et al., JMLR 2018).</summary>
public sealed record HyperbandSpec : SchedulerSpec
{
    /// <summary>Least epochs to a first rung. Default: 1.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>
    /// Reduction factor η: each rung needs η times the epochs of the one before, and the top 1/η advance. Default: 3.
    /// </summary>
    public int Eta { get; init; } = 3;

    public override IScheduler Create(SweepSpec sweep) => new HyperbandScheduler(this, sweep.MostEpochs(), sweep.Objective);

    public override bool MayPause() => true;

    public override bool DependsOnMostEpochs() => true;

    public override string Describe(int mostEpochs)
    {
        var brackets = Bracket.All(Minimum, mostEpochs, Eta);
        var names = brackets.Select(bracket => $"{bracket.Trials:N0} from {bracket.Minimum:0.#}");
        return $"hyperband: of every {brackets.Sum(bracket => bracket.Trials):N0} trials, "
            + $"{string.Join(", ", names)} epochs up to {mostEpochs}; one in {Eta} advances";
    }
}
