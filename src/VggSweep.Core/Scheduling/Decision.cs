namespace VggSweep.Core.Scheduling;

/// <summary>A scheduler's answer to an epoch, with the reason that is stored.</summary>
[GenerateSerializer]
public sealed record Decision(Verdict Verdict, string Reason);

public enum Verdict
{
    Continue,
    Pause,
    Prune,
}
