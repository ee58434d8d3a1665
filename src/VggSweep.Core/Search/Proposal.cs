using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Search;

/// <summary>A configuration that a sampler wants tried.</summary>
/// <param name="Why">One short sentence with the figures that decided.</param>
public sealed record Proposal(TrialParameters Parameters, string Why);
