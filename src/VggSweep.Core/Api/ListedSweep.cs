using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Api;

/// <summary>A sweep in a list.</summary>
/// <param name="Trials">How many there are.</param>
public sealed record ListedSweep(string Sweep, string Name, SweepState State, int Trials, DateTimeOffset Created);
