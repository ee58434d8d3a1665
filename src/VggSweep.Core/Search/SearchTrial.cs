using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>What a search knows of a trial beside its results.</summary>
/// <param name="Macs">Of one image forward.</param>
/// <param name="PredictedSeconds">Of the whole trial, when it was proposed.</param>
public sealed record SearchTrial(TrialSpec Spec, long Macs, double? PredictedSeconds)
{
    internal ScheduledTrial Scheduled(int trial) => ScheduledTrial.Of(trial, Spec, Macs, PredictedSeconds);
}
