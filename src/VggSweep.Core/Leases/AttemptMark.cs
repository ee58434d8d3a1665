using VggSweep.Core.Trials;

namespace VggSweep.Core.Leases;

/// <summary>What an attempt's end says of the worker that made it.</summary>
public enum AttemptMark
{
    /// <summary>Nothing: the trial's own fault, or nobody's.</summary>
    Nothing,

    /// <summary>The worker trains as it should.</summary>
    Sound,

    /// <summary>The worker may be at fault.</summary>
    Suspect,

    /// <summary>The worker's machine is at fault.</summary>
    Broken,
}

public static class AttemptMarks
{
    public static AttemptMark Of(TrialOutcome outcome) => outcome switch
    {
        TrialOutcome.Completed or TrialOutcome.Pruned or TrialOutcome.Paused => AttemptMark.Sound,
        TrialOutcome.Faulted or TrialOutcome.TimedOut => AttemptMark.Suspect,
        TrialOutcome.MachineFault => AttemptMark.Broken,
        _ => AttemptMark.Nothing,
    };
}
