using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <content>What happens to a sweep as a whole.</content>
public sealed partial class SweepStore
{
    private const int ColumnsOfNewTrial = 7;

    /// <summary>More gains little on PostgreSQL, and SQLite searches for each parameter among all of a statement.</summary>
    private const int RowsInStatement = 50;

    private static readonly string FullInsert = InsertOf(RowsInStatement);

    /// <summary>Stores a planned sweep with its first trials, all of it or nothing.</summary>
    /// <param name="specYaml">The file's text.</param>
    /// <param name="spec">Its resolved form.</param>
    /// <param name="proposed">The index of the sampler's next proposal; null when these trials are all.</param>
    /// <returns>Its id: the name and the next free number.</returns>
    public Task<string> CreateSweepAsync(
        string name, string specYaml, string spec, string? specFile, int priority, IReadOnlyList<NewTrial> trials, int? proposed = null) =>
        WriteAsync((context, now) =>
        {
            // Another coordinator may take the number between the question and the insert.
            string id;
            do
            {
                id = NextId(context, name);
            }
            while (context.Statements.Execute(
                $"""
                INSERT INTO sweeps (id, name, state, spec_yaml, spec, spec_file, priority, created_ms, decided, proposed)
                VALUES ({id}, {name}, {nameof(SweepState.Pending)}, {specYaml}, {spec}, {specFile}, {priority}, {now}, 0, {proposed})
                ON CONFLICT (id) DO NOTHING
                """) == 0);
            InsertTrials(context, id, trials);
            return id;
        });

    /// <summary>Adds trials to a sweep, with the file that they come from, all or nothing.</summary>
    /// <param name="known">The sweep's resolved form that <paramref name="spec"/> extends.</param>
    /// <param name="proposed">The index of the sampler's next proposal; null when no more follow.</param>
    /// <returns>False when the sweep has another form by now, or is cancelled.</returns>
    public Task<bool> AddTrialsAsync(
        string sweep, string known, string specYaml, string spec, IReadOnlyList<NewTrial> trials, string reason, int? proposed = null) =>
        WriteAsync((context, now) =>
        {
            if (context.Statements.Execute(
                $"""
                UPDATE sweeps SET spec_yaml = {specYaml}, spec = {spec}, proposed = {proposed}
                WHERE id = {sweep} AND spec = {known} AND state <> 'Cancelled'
                """) == 0)
            {
                return false;
            }

            InsertTrials(context, sweep, trials);
            Decide(context, sweep, null, null, Proposer.Extend, reason, now);
            return true;
        });

    public Task SetSweepStateAsync(string sweep, SweepState state) => WriteAsync((context, now) =>
    {
        long? ended = state.IsEnded() ? now : null;
        return context.Statements.Execute($"UPDATE sweeps SET state = {$"{state}"}, ended_ms = {ended} WHERE id = {sweep}");
    });

    /// <summary>Stores why something was done.</summary>
    public Task DecideAsync(string sweep, int? trial, int? epoch, string kind, string reason) =>
        WriteAsync((context, now) => Decide(context, sweep, trial, epoch, kind, reason, now));

    /// <summary>Stores decisions of a sweep's scheduler, all or nothing, if it knows all that were stored before.</summary>
    /// <param name="known">The row's count of decisions that they rest on.</param>
    /// <returns>False when there are more: somebody else decides for the sweep too.</returns>
    public Task<bool> DecideNextAsync(string sweep, long known, params IReadOnlyList<StoredDecision> decisions) =>
        WriteAsync((context, now) =>
        {
            if (context.Statements.Execute($"UPDATE sweeps SET decided = decided + 1 WHERE id = {sweep} AND decided = {known}") == 0)
            {
                return false;
            }

            foreach (var one in decisions)
            {
                Decide(context, sweep, one.Trial, one.Epoch, one.Kind, one.Reason, now);
            }

            return true;
        });

    /// <summary>Stores what the search proposes, with its decisions, all or nothing.</summary>
    /// <param name="known">The row's count of decisions that the proposals rest on.</param>
    /// <param name="proposed">The index of the sampler's next proposal; null when these are the last.</param>
    /// <returns>False when there are more decisions, or the sweep is cancelled.</returns>
    public Task<bool> ProposeAsync(
        string sweep, long known, int? proposed, IReadOnlyList<NewTrial> trials, params IReadOnlyList<StoredDecision> decisions) =>
        WriteAsync((context, now) =>
        {
            if (context.Statements.Execute(
                $"""
                UPDATE sweeps SET decided = decided + 1, proposed = {proposed}
                WHERE id = {sweep} AND decided = {known} AND state <> 'Cancelled'
                """) == 0)
            {
                return false;
            }

            InsertTrials(context, sweep, trials);
            foreach (var one in decisions)
            {
                Decide(context, sweep, one.Trial, one.Epoch, one.Kind, one.Reason, now);
            }

            return true;
        });

    /// <summary>Moves a trial that nobody trains to the state that the scheduler's decisions give it.</summary>
    /// <returns>False when it is no longer in <paramref name="from"/>.</returns>
    public Task<bool> SettleAsync(string sweep, int trial, TrialState from, TrialState to, TrialOutcome outcome)
    {
        var (name, detail) = (outcome.Name, outcome.Detail);
        return WriteAsync((context, _) => context.Statements.Execute(
            $"""
            UPDATE trials SET state = {$"{to}"}, outcome = {name}, outcome_detail = {detail}
            WHERE sweep_id = {sweep} AND number = {trial} AND state = {$"{from}"}
            """) == 1);
    }

    /// <summary>Cancels the trials that nobody trains, and proposes no more.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> CancelPendingAsync(string sweep, string reason) => WriteAsync((context, now) =>
    {
        context.Statements.Execute($"UPDATE sweeps SET decided = decided + 1, proposed = NULL WHERE id = {sweep}");
        Decide(context, sweep, null, null, SchedulerReplay.Cancel, reason, now);
        return Cancel(context.Trials.Where(row => row.SweepId == sweep), reason);
    });

    /// <summary>Cancelled sweeps with trials that wait all the same.</summary>
    public Task<IReadOnlyList<string>> CancelledWithPendingAsync() =>
        ReadAsync(async statements => (IReadOnlyList<string>)await statements.QueryAsync(
        $"""
        SELECT id FROM sweeps WHERE state = 'Cancelled' AND EXISTS (SELECT 1 FROM trials
        WHERE sweep_id = id AND trials.state IN ('Pending', 'Paused'))
        """,
        row => row.GetString(0)));

    /// <summary>Cancels a trial that nobody trains; one that is trained waits no more after its attempt.</summary>
    /// <returns>Whether nobody trained it.</returns>
    public Task<bool> CancelTrialAsync(string sweep, int trial, string reason) => WriteAsync((context, now) =>
    {
        CountDecision(context, sweep);
        Decide(context, sweep, trial, null, SchedulerReplay.Cancel, reason, now);
        var one = context.Trials.Where(row => row.SweepId == sweep && row.Number == trial);
        one.Where(row => row.State == TrialState.Running).ExecuteUpdate(set => set.SetProperty(row => row.CancelReason, reason));
        return Cancel(one, reason) == 1;
    });

    /// <summary>
    /// Takes back the leases of a process that is gone: the home's lock is ours, so nobody trains under them any more. A trial
    /// whose run was killed too often before it made any progress fails.
    /// </summary>
    public Task ReleaseOrphansAsync(string sweep) =>
        WriteAsync((context, now) =>
        {
            var orphans = context.Trials
                .Where(row => row.SweepId == sweep && row.State == TrialState.Running)
                .Select(row => row.Number)
                .ToList();
            foreach (var trial in orphans)
            {
                Decide(context, sweep, trial, null, "Requeue", "its run ended without releasing it", now);
            }

            context.Attempts.Where(row => row.SweepId == sweep && row.EndedMs == null)
                .ExecuteUpdate(
                    set => set.SetProperty(row => row.EndedMs, now).SetProperty(row => row.Outcome, nameof(TrialOutcome.LeaseLost)));
            var released = context.Trials.Where(row => row.SweepId == sweep && row.State == TrialState.Running)
                .ExecuteUpdate(set => set.SetProperty(row => row.State, TrialState.Pending)
                    .SetProperty(row => row.LeaseUntilMs, (long?)null).SetProperty(row => row.Worker, (string?)null));
            orphans.ForEach(trial => FailIfStoppedTooOften(context, sweep, trial, now));
            return released;
        });

    /// <summary>Deletes every row of the sweep; its files are the caller's.</summary>
    public Task DeleteSweepAsync(string sweep) => WriteAsync((context, _) =>
    {
        context.Decisions.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Checkpoints.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Epochs.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Attempts.Where(row => row.SweepId == sweep).ExecuteDelete();
        context.Trials.Where(row => row.SweepId == sweep).ExecuteDelete();
        return context.Sweeps.Where(row => row.Id == sweep).ExecuteDelete();
    });

    /// <summary>A cancelled trial is promoted no more.</summary>
    private static void CountDecision(SweepDbContext context, string sweep) =>
        context.Statements.Execute($"UPDATE sweeps SET decided = decided + 1 WHERE id = {sweep}");

    private static int Cancel(IQueryable<TrialRow> trials, string reason) => trials
        .Where(row => row.State == TrialState.Pending || row.State == TrialState.Paused)
        .ExecuteUpdate(set => set.SetProperty(row => row.State, TrialState.Cancelled)
            .SetProperty(row => row.Outcome, nameof(TrialOutcome.Cancelled)).SetProperty(row => row.OutcomeDetail, reason));

    private static int Decide(SweepDbContext context, string sweep, int? trial, int? epoch, string kind, string reason, long now) =>
        context.Statements.Execute(
            $"""
            INSERT INTO decisions (sweep_id, trial, epoch, kind, reason, at_ms)
            VALUES ({sweep}, {trial}, {epoch}, {kind}, {reason}, {now})
            """);

    /// <remarks>Many rows a statement: a sweep may have 100,000 trials, and each statement crosses the network.</remarks>
    private static void InsertTrials(SweepDbContext context, string sweep, IReadOnlyList<NewTrial> trials)
    {
        foreach (var rows in trials.Chunk(RowsInStatement))
        {
            var values = rows.SelectMany(
                row => new object?[] { row.Number, row.Spec, row.Identity, row.PredictedSeconds, row.Macs, row.Params, row.MemoryBytes });
            context.Statements.Execute(
                FormattableStringFactory.Create(rows.Length == RowsInStatement ? FullInsert : InsertOf(rows.Length), [sweep, .. values]));
        }
    }

    private static string InsertOf(int rows)
    {
        var values = Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(1 + (row * ColumnsOfNewTrial), ColumnsOfNewTrial).Select(index => $"{{{index}}}"))
            .Select(given => $"({{0}}, {string.Join(", ", given)}, 'Pending', 0, 0, 0, 0, 0, FALSE, 0)");
        return
            $"""
            INSERT INTO trials (sweep_id, number, spec, identity, predicted_seconds, macs, params, memory_bytes,
                state, fence, done, attempts, failures, deaths, numerics_changed, seconds)
            VALUES {string.Join(", ", values)}
            """;
    }

    private static string NextId(SweepDbContext context, string name)
    {
        var slug = string.Concat(
            name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-')).Trim('-', '.');
        var prefix = $"{(slug.Length > 0 ? slug : "sweep")}-";
        var last = context.Statements.Query(
            $"SELECT id FROM sweeps WHERE substr(id, 1, {prefix.Length}) = {prefix}", row => row.GetString(0))
            .Select(id => int.TryParse(id[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty(0).Max();
        return $"{prefix}{last + 1}";
    }
}
