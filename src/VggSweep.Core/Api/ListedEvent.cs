namespace VggSweep.Core.Api;

/// <summary>A decision and its reason.</summary>
public sealed record ListedEvent(DateTimeOffset At, int? Trial, int? Epoch, string Kind, string Reason);
