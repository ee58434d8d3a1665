using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Leases;

/// <summary>What holds for every lease of a sweep.</summary>
/// <param name="Slots">Trials trained at once; null for as many as there are slots.</param>
/// <param name="Retries">Further attempts after one that may be retried.</param>
/// <param name="Timeout">Longest attempt; null for no limit.</param>
[GenerateSerializer]
public sealed record SweepTerms(TrainingSpec Training, int? Slots, int Retries, TimeSpan? Timeout);
