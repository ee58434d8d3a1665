namespace VggSweep.Core.Scheduling;

/// <summary>A scheduler's answer to an epoch.</summary>
/// <param name="Reason">With the figures behind it.</param>
/// <param name="AtRung">Whether trials were compared. Only then is it stored: between rungs nothing is decided.</param>
/// <param name="Promotion">The trial that goes on in place of the one that pauses.</param>
[GenerateSerializer]
public sealed record Decision(Verdict Verdict, string Reason, bool AtRung = false, Promotion? Promotion = null);

public enum Verdict
{
    Continue,
    Pause,
    Prune,
}
