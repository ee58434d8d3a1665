using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Scheduling;

/// <summary>A scheduler's options in a sweep. Each scheduler derives its own; see <see cref="Schedulers"/>.</summary>
public abstract record SchedulerSpec
{
    /// <summary>A new scheduler for the sweep.</summary>
    public abstract IScheduler Create(SweepSpec sweep);

    /// <summary>Whether trials may wait with their checkpoints for others. Default: no.</summary>
    public virtual bool MayPause() => false;

    /// <summary>
    /// Whether decisions depend on the most epochs of any trial, which a sweep can then not raise: its stored decisions
    /// would repeat otherwise. Default: no.
    /// </summary>
    public virtual bool DependsOnMostEpochs() => false;

    /// <summary>One line for the plan. Default: nothing.</summary>
    /// <param name="mostEpochs">Of any trial.</param>
    public virtual string? Describe(int mostEpochs) => null;
}
