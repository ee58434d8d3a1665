using System.Runtime.CompilerServices;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <content>Parts of a sweep, which may have too many trials to be read whole.</content>
public sealed partial class SweepStore
{
    /// <summary>Trials of one statement that asks for their attempts.</summary>
    private const int TrialsInStatement = 50;

    /// <summary>Completed trials of one cost that are read of a sweep; predictions take a median of three.</summary>
    private const int SamplesOfCost = 3;

    private const int MostSamples = 10_000;

    private static readonly string TimesOfTrials =
        "SELECT trial, MIN(started_ms), MAX(ended_ms) FROM attempts WHERE sweep_id = {0} AND trial IN ("
        + string.Join(", ", Enumerable.Range(1, TrialsInStatement).Select(index => $"{{{index}}}"))
        + ") GROUP BY trial";

    /// <summary>The trials that have not ended, and the count of each state, as they were at one moment.</summary>
    public async Task<(IReadOnlyList<TrialRow> Trials, IReadOnlyDictionary<TrialState, int> Counts)> OpenTrialsAsync(
        string sweep) => await database.ReadAsync(async context =>
        {
            await using var moment = await database.BeginReadAsync(context);
            var trials = await OpenTrialsAsync(context.Statements, sweep, from: 1);
            return (trials, await CountTrialsAsync(context.Statements, sweep));
        });

    /// <summary>The trials that have not ended, by number.</summary>
    /// <param name="from">The lowest number.</param>
    public Task<IReadOnlyList<TrialRow>> OpenTrialsAsync(string sweep, int from) =>
        ReadAsync(statements => OpenTrialsAsync(statements, sweep, from));

    /// <summary>What matters now: running trials, then the newest that ended, then the next to run.</summary>
    /// <param name="most">Trials at most.</param>
    /// <returns>By number.</returns>
    public async Task<IReadOnlyList<TrialRow>> CurrentTrialsAsync(string sweep, int most) =>
    [
        .. (await ReadAsync(statements => statements.RowsAsync<TrialRow>(
            $"""
            WHERE sweep_id = {sweep}
            ORDER BY CASE state WHEN 'Running' THEN 0 WHEN 'Pending' THEN 2 WHEN 'Paused' THEN 2 ELSE 1 END,
                CASE WHEN state IN ('Running', 'Pending', 'Paused') THEN number ELSE -number END
            LIMIT {most}
            """))).OrderBy(row => row.Number),
    ];

    /// <summary>Best first: completed trials, then others by their newest epoch, then those without one.</summary>
    /// <param name="most">Trials at most.</param>
    public async Task<IReadOnlyList<TrialRow>> RankedTrialsAsync(string sweep, Objective objective, int most) =>
        await ReadAsync(statements => statements.RowsAsync<TrialRow>(objective is Objective.ValidationLoss
            ? (FormattableString)$"""
                WHERE sweep_id = {sweep}
                ORDER BY CASE WHEN validation_accuracy IS NULL THEN 2 WHEN state = 'Completed' THEN 0 ELSE 1 END,
                    CASE WHEN validation_loss IS NULL THEN 1 ELSE 0 END, validation_loss, macs, number
                LIMIT {most}
                """
            : $"""
                WHERE sweep_id = {sweep}
                ORDER BY CASE WHEN validation_accuracy IS NULL THEN 2 WHEN state = 'Completed' THEN 0 ELSE 1 END,
                    validation_accuracy DESC, macs, number
                LIMIT {most}
                """));

    /// <summary>The greatest validation accuracies of trials in any epoch, with their resolved forms.</summary>
    /// <param name="most">Trials at most.</param>
    public async Task<IReadOnlyList<(string Spec, double Accuracy)>> PeaksAsync(string sweep, int most) =>
        await ReadAsync(statements => statements.QueryAsync(
            $"""
            SELECT trials.spec, MAX(epochs.validation_accuracy)
            FROM epochs JOIN trials ON trials.sweep_id = epochs.sweep_id AND trials.number = epochs.trial
            WHERE epochs.sweep_id = {sweep} AND epochs.validation_accuracy IS NOT NULL
            GROUP BY trials.number, trials.spec
            ORDER BY 2 DESC LIMIT {most}
            """,
            row => (row.GetString(0), row.GetDouble(1))));

    /// <summary>When a trial's first attempt started and its last ended, in Unix milliseconds.</summary>
    /// <param name="trials">Whose attempts are asked for.</param>
    public async Task<IReadOnlyDictionary<int, (long? StartedMs, long? EndedMs)>> AttemptTimesAsync(
        string sweep, IEnumerable<int> trials)
    {
        var times = new Dictionary<int, (long?, long?)>();
        foreach (var chunk in trials.Chunk(TrialsInStatement))
        {
            var padded = chunk.Concat(Enumerable.Repeat(chunk[^1], TrialsInStatement - chunk.Length)).Cast<object>();
            var query = FormattableStringFactory.Create(TimesOfTrials, [sweep, .. padded]);
            var rows = await ReadAsync(statements => statements.QueryAsync(
                query, row => (row.GetInt32(0), row.GetInt64(1), row.IsDBNull(2) ? (long?)null : row.GetInt64(2))));
            rows.ForEach(row => times[row.Item1] = (row.Item2, row.Item3));
        }

        return times;
    }

    /// <summary>Completed trials of every sweep, a few of each cost, for predicting the next ones.</summary>
    public async Task<IReadOnlyList<TrialRow>> CompletedTrialsAsync() =>
        await ReadAsync(statements => statements.RowsAsync<TrialRow>(
            $"""
            WHERE (sweep_id, number) IN (
                SELECT sweep_id, number FROM (
                    SELECT sweep_id, number, ROW_NUMBER() OVER (PARTITION BY sweep_id, macs ORDER BY number) AS place
                    FROM trials WHERE state = 'Completed' AND seconds > 0) AS placed
                WHERE place <= {SamplesOfCost})
            ORDER BY sweep_id, number LIMIT {MostSamples}
            """));

    private static async Task<IReadOnlyList<TrialRow>> OpenTrialsAsync(Statements statements, string sweep, int from) =>
        await statements.RowsAsync<TrialRow>(
            $"""
            WHERE sweep_id = {sweep} AND number >= {from} AND state IN ('Pending', 'Running', 'Paused') ORDER BY number
            """);

    private static async Task<IReadOnlyDictionary<TrialState, int>> CountTrialsAsync(
        Statements statements, string sweep) => (await statements.QueryAsync(
            $"SELECT state, COUNT(*) FROM trials WHERE sweep_id = {sweep} GROUP BY state",
            row => (State: Enum.Parse<TrialState>(row.GetString(0)), Count: row.GetInt32(1))))
        .ToDictionary(group => group.State, group => group.Count);
}
