using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Api;

/// <summary>A sweep in a list.</summary>
/// <param name="Trials">How many there are.</param>
/// <param name="Problem">Why it, or some of its trials, cannot be read and are not trained; null when all can.</param>
public sealed record ListedSweep(string Sweep, string Name, SweepState State, int Trials, DateTimeOffset Created, string? Problem = null);
