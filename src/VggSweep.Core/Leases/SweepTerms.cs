using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Leases;

/// <summary>What holds for every lease of a sweep.</summary>
/// <param name="Slots">Trials trained at once; null for as many as there are slots.</param>
/// <param name="Retries">Further attempts after one that may be retried.</param>
/// <param name="Timeout">Longest attempt; null for no limit.</param>
/// <param name="Priority">The higher goes first; equals share.</param>
/// <param name="Labels">That a worker must have.</param>
/// <param name="Resume">Where a begun trial may go on.</param>
[GenerateSerializer, Immutable]
public sealed record SweepTerms(
    int? Slots, int Retries, TimeSpan? Timeout, int Priority, IReadOnlyList<string> Labels, ResumeRule Resume)
{
    /// <summary>Of a sweep that cannot be read: what is trained of it ends under the defaults, and nothing more begins.</summary>
    public static SweepTerms Unknown { get; } = new(
        Slots: null, new LimitsSpec().Retries, Timeout: null, Priority: 0, Labels: [], ResumeRule.Any);

    public static SweepTerms Of(SweepSpec spec, int priority) => new(
        spec.Limits.Slots, spec.Limits.Retries, spec.Limits.TrialTimeout, priority, spec.Placement.Labels, spec.Resume);
}
