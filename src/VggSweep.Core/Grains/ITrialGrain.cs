using VggSweep.Core.Trials;

namespace VggSweep.Core.Grains;

/// <summary>
/// The one place that changes a trial's epochs and state. Active only while the trial is leased; its key is
/// <c>sweep/trial</c>. Every call carries the caller's fence and is refused when that is not the newest; asked again
/// after an answer that was lost, it answers the same.
/// </summary>
[Alias("trial")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>The trainer computes the trial by this path, for the trial's life. False when fenced.</summary>
    Task<bool> Began(long fence, string path);

    Task<EpochReply> Record(long fence, EpochRecord record);

    /// <summary>The file is readable. Returns the files that the trial needs no longer; null when fenced.</summary>
    Task<IReadOnlyList<string>?> Checkpointed(long fence, CheckpointReference checkpoint);

    /// <summary>Ends the attempt. Returns the files that the trial needs no longer; null when fenced.</summary>
    Task<IReadOnlyList<string>?> End(long fence, TrialOutcome outcome);
}
