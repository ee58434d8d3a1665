namespace VggSweep.Core.Scheduling;

/// <summary>A decision as a row tells it.</summary>
public sealed record StoredDecision(int? Trial, int? Epoch, string Kind, string Reason)
{
    public static StoredDecision Of(Promotion promotion) =>
        new(promotion.Trial, promotion.Epoch, SchedulerReplay.Promote, promotion.Reason);
}
