using VggSweep.Core.Trials;

namespace VggSweep.Core.Sweeps;

public static class SweepStates
{
    /// <summary>Whether nothing of it is to be trained any more.</summary>
    public static bool IsEnded(this SweepState state) => state is SweepState.Completed or SweepState.Cancelled or SweepState.Failed;

    /// <summary>
    /// The state as people and programs see it. A completed sweep with failed trials and none that was trained has failed; rows
    /// keep <see cref="SweepState.Completed"/>, which older versions can read too.
    /// </summary>
    /// <param name="state">As stored.</param>
    /// <param name="trials">How many trials are in each state.</param>
    public static SweepState Shown(this SweepState state, IReadOnlyDictionary<TrialState, int> trials) =>
        state is SweepState.Completed && trials.ContainsKey(TrialState.Failed)
        && !trials.ContainsKey(TrialState.Completed) && !trials.ContainsKey(TrialState.Pruned)
            ? SweepState.Failed
            : state;
}
