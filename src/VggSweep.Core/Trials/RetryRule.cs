namespace VggSweep.Core.Trials;

/// <summary>Where a trial goes after an attempt.</summary>
public static class RetryRule
{
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Attempts that failed before this one.</param>
    /// <param name="retries">Failures after which another attempt is still made.</param>
    public static TrialState After(TrialOutcome outcome, int failures, int retries) => outcome switch
    {
        TrialOutcome.Completed => TrialState.Completed,
        TrialOutcome.Pruned => TrialState.Pruned,
        TrialOutcome.Paused => TrialState.Paused,
        TrialOutcome.Cancelled => TrialState.Cancelled,
        TrialOutcome.Released or TrialOutcome.LeaseLost => TrialState.Pending,
        { MayRetry: true } when failures < retries => TrialState.Pending,
        _ => TrialState.Failed,
    };
}
