namespace VggSweep.Core.Trials;

/// <summary>Where a trial goes after an attempt.</summary>
public static class RetryRule
{
    /// <summary>Deaths in a row, without an epoch between, after which the trial itself is suspected.</summary>
    public const int MostDeaths = 3;

    /// <summary>
    /// Stops in a row, without an epoch or a checkpoint between, after which a trial is set aside. A stop is nobody's fault, so
    /// this is far more than <see cref="MostDeaths"/>: it only keeps a trial from being tried for ever.
    /// </summary>
    public const int MostStops = 10;

    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Attempts that failed before this one.</param>
    /// <param name="deaths">Attempts before this one, in a row and without an epoch between, that ended with their process.</param>
    /// <param name="stops">Attempts in a row, this one among them, that were stopped before they made any progress.</param>
    /// <param name="retries">Failures after which another attempt is still made.</param>
    /// <returns>The trial's next state, and the outcome that it is stored with.</returns>
    public static (TrialState Next, TrialOutcome Outcome) After(
        TrialOutcome outcome, int failures, int deaths, int stops, int retries) =>
        outcome switch
        {
            TrialOutcome.Completed => (TrialState.Completed, outcome),
            TrialOutcome.Pruned => (TrialState.Pruned, outcome),
            TrialOutcome.Paused => (TrialState.Paused, outcome),
            TrialOutcome.Cancelled => (TrialState.Cancelled, outcome),
            { IsDeath: true } when deaths + 1 >= MostDeaths =>
                (TrialState.Failed, new TrialOutcome.Quarantined(deaths + 1, outcome.Describe())),
            TrialOutcome.Released when stops >= MostStops => (TrialState.Failed, new TrialOutcome.NoProgress(stops)),
            TrialOutcome.Released or TrialOutcome.LeaseLost or TrialOutcome.MachineFault => (TrialState.Pending, outcome),
            { MayRetry: true } when failures < retries => (TrialState.Pending, outcome),
            _ => (TrialState.Failed, outcome),
        };
}
