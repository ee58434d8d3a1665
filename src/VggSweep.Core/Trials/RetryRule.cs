namespace VggSweep.Core.Trials;

/// <summary>Where a trial goes after an attempt.</summary>
public static class RetryRule
{
    /// <summary>Deaths in a row, without an epoch between, after which the trial itself is suspected.</summary>
    public const int MostDeaths = 3;

    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Attempts that failed before this one.</param>
    /// <param name="deaths">Attempts before this one, in a row and without an epoch between, that ended with their process.</param>
    /// <param name="retries">Failures after which another attempt is still made.</param>
    /// <returns>The trial's next state, and the outcome that it is stored with.</returns>
    public static (TrialState Next, TrialOutcome Outcome) After(TrialOutcome outcome, int failures, int deaths, int retries) => outcome switch
    {
        TrialOutcome.Completed => (TrialState.Completed, outcome),
        TrialOutcome.Pruned => (TrialState.Pruned, outcome),
        TrialOutcome.Paused => (TrialState.Paused, outcome),
        TrialOutcome.Cancelled => (TrialState.Cancelled, outcome),
        { IsDeath: true } when deaths + 1 >= MostDeaths => (TrialState.Failed, new TrialOutcome.Quarantined(deaths + 1, outcome.Describe())),
        TrialOutcome.Released or TrialOutcome.LeaseLost => (TrialState.Pending, outcome),
        { MayRetry: true } when failures < retries => (TrialState.Pending, outcome),
        _ => (TrialState.Failed, outcome),
    };
}
