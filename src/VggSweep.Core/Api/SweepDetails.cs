using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Api;

/// <summary>A sweep with its file and all its trials.</summary>
public sealed record SweepDetails(
    string Sweep, SweepState State, int Priority, DateTimeOffset Created, string SpecYaml, IReadOnlyList<TrialResult> Trials);
