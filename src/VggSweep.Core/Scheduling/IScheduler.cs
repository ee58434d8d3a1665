using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling;

/// <summary>
/// Answers every epoch of a sweep. No clock and no random source: the same reports in the same order get the same
/// answers, so that a scheduler is restored by repeating the stored epochs to a new one.
/// </summary>
public interface IScheduler
{
    /// <summary>Takes in the trial's epoch and says whether the trial goes on.</summary>
    Decision Report(int trial, EpochRecord record);
}
