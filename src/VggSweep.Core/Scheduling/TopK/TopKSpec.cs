using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling.TopK;

/// <summary>The scheduler <c>topK</c>: every trial trains a little, then the best train in full (arXiv 2307.15422).</summary>
public sealed record TopKSpec : SchedulerSpec
{
    /// <summary>After which all trials are compared. Default: 1, the paper's.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Trials that train to their end; the paper's K. Default: 3.</summary>
    public int Keep { get; init; } = 3;

    public override IScheduler Create(SweepSpec sweep) => new TopKScheduler(this, sweep.Objective);

    public override bool MayPause() => true;

    public override string Describe(int mostEpochs) =>
        $"topK: every trial trains {Words.Count(Epochs, "epoch")}, then the best {Keep} train to their end";
}
