namespace VggSweep.Core.Scheduling;

/// <summary>What a scheduler with rungs remembers of one trial.</summary>
internal sealed class RungTrial
{
    /// <summary>From 0.</summary>
    public int NextRung { get; set; }

    /// <summary>The epoch at whose end it was compared last.</summary>
    public int PausedAt { get; set; }

    public bool IsWithdrawn { get; set; }

    public Decision Standing { get; set; } = RungTrials.Training;
}
