namespace VggSweep.Core.Trials;

public static class TrialStates
{
    /// <summary>Whether the trial is at its end for good.</summary>
    public static bool IsEnded(this TrialState state) =>
        state is TrialState.Completed or TrialState.Pruned or TrialState.Failed or TrialState.Cancelled;
}
