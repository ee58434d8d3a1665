using VggSweep.Core.Search;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <content>Trials that are tried again by a person, and those that were stopped too often.</content>
public sealed partial class SweepStore
{
    private const string Retry = Proposer.Retry;

    /// <summary>Makes failed trials wait again, with their failures and deaths forgotten and their records kept.</summary>
    /// <param name="trial">Its number; null for every failed trial of the sweep.</param>
    /// <param name="reason">Stored with each of them.</param>
    /// <returns>Their numbers; none when the sweep is cancelled, or nothing of it failed.</returns>
    public Task<IReadOnlyList<int>> RetryAsync(string sweep, int? trial, string reason) => WriteAsync((context, now) =>
    {
        var retried = context.Statements.Query(
            $"""
            UPDATE trials SET state = 'Pending', failures = 0, deaths = 0, outcome = NULL, outcome_detail = NULL, cancel_reason = NULL
            WHERE sweep_id = {sweep} AND number = COALESCE({trial}, number) AND state = 'Failed'
                AND EXISTS (SELECT 1 FROM sweeps WHERE sweeps.id = {sweep} AND sweeps.state <> 'Cancelled')
            RETURNING number
            """,
            row => row.GetInt32(0));
        retried.Sort();
        foreach (var number in retried)
        {
            Decide(context, sweep, number, null, Retry, reason, now);
        }

        return (IReadOnlyList<int>)retried;
    });

    /// <summary>
    /// The trial's newest attempts in a row that were stopped, or left behind by a run that was killed, without
    /// progress.
    /// </summary>
    /// <returns>How many; 0 when the newest attempt has recorded an epoch or a checkpoint.</returns>
    public async Task<int> StopsAsync(string sweep, int trial) =>
        (await ReadAsync(statements => statements.QueryAsync(StopsOf(sweep, trial), row => row.GetInt32(0)))).Single();

    /// <remarks>A run that was killed leaves no detail; who retried the trial by hand wants it tried anew.</remarks>
    private static FormattableString StopsOf(string sweep, int trial) =>
        $"""
        SELECT COUNT(*) FROM attempts WHERE sweep_id = {sweep} AND trial = {trial}
            AND fence > COALESCE((SELECT MAX(fence) FROM epochs WHERE sweep_id = {sweep} AND trial = {trial}), 0)
            AND fence > COALESCE((SELECT MAX(fence) FROM checkpoints WHERE sweep_id = {sweep} AND trial = {trial}), 0)
            AND started_ms > COALESCE((SELECT MAX(at_ms) FROM decisions WHERE sweep_id = {sweep} AND trial = {trial} AND kind = {Retry}), 0)
            AND (outcome IS NULL OR outcome = 'Released' OR (outcome = 'LeaseLost' AND detail IS NULL))
        """;

    /// <summary>Ends a trial whose stops without progress are too many.</summary>
    private static void FailIfStoppedTooOften(SweepDbContext context, string sweep, int trial, long now)
    {
        var stops = context.Statements.Query(StopsOf(sweep, trial), row => row.GetInt32(0)).Single();
        if (stops >= RetryRule.MostStops)
        {
            var (state, outcome) = ($"{TrialState.Failed}", new TrialOutcome.NoProgress(stops));
            context.Statements.Execute(
                $"""
                UPDATE trials SET state = {state}, failures = failures + 1, outcome = {outcome.Name}, outcome_detail = {outcome.Detail}
                WHERE sweep_id = {sweep} AND number = {trial}
                """);
            Decide(context, sweep, trial, null, state, outcome.Describe(), now);
        }
    }
}
