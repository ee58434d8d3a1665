using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.MedianStopping;

/// <summary>The scheduler <c>median</c>: ends trials below the median of the complete ones (Vizier, KDD 2017).</summary>
public sealed record MedianSpec : SchedulerSpec
{
    /// <summary>Completed trials before any is ended. Default: 5.</summary>
    public int Startup { get; init; } = 5;

    /// <summary>Epochs before which no trial is ended. Default: 1.</summary>
    public int Grace { get; init; } = 1;

    public override IScheduler Create(SweepSpec sweep) => new MedianScheduler(this, sweep.Objective);

    public override string Describe(int mostEpochs) =>
        $"median: with {Words.Count(Startup, "complete trial")} or more, a trial whose best result is worse than their median "
        + $"ends, from epoch {Grace} on";
}
