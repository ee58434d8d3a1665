using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Api;

/// <summary>Failed trials of a sweep that wait again.</summary>
/// <param name="Trials">Their numbers.</param>
public sealed record RetriedSweep(string Sweep, IReadOnlyList<int> Trials)
{
    /// <summary>Why a retry brought no trial back.</summary>
    /// <param name="trial">The one that was named; null for all.</param>
    public static string WhyNone(string sweep, int? trial, SweepState state) =>
        state is SweepState.Cancelled ? $"Sweep {sweep} is cancelled; run its file again."
        : trial is null ? $"No trial of {sweep} has failed; `vggsweep trials {sweep}` shows every state."
        : $"Trial {trial} of {sweep} has not failed; `vggsweep trials {sweep}` shows every state.";
}
