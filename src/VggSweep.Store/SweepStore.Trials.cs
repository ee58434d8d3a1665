using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Store;

/// <content>
/// What happens to a trial. Every write names the fence of its lease in its <c>WHERE</c>: whoever holds an older one
/// changes no row and is told so.
/// </content>
public sealed partial class SweepStore
{
    private const string Running = nameof(TrialState.Running);

    /// <summary>Gives the trial to a worker under the next fence.</summary>
    /// <param name="offered">What the worker trains with. A trial keeps its first; on other arithmetic it is marked.</param>
    /// <returns>Null when the row is no longer as it was when its last fence was <paramref name="expectedFence"/>.</returns>
    public Task<LeasedTrial?> LeaseAsync(string sweep, int trial, long expectedFence, string worker, TimeSpan ttl, Numerics offered)
    {
        var (fence, text) = (expectedFence + 1, JsonSerializer.Serialize(offered));
        return WriteAsync((context, now) =>
        {
            var isLeased = database.ChangeThen(
                context,
                $"""
                UPDATE trials SET state = {Running}, fence = {fence}, worker = {worker}, lease_until_ms = {now + Milliseconds(ttl)},
                    attempts = attempts + 1, numerics = COALESCE(numerics, {text})
                WHERE sweep_id = {sweep} AND number = {trial} AND fence = {expectedFence} AND state IN ('Pending', 'Paused')
                    AND EXISTS (SELECT 1 FROM sweeps WHERE sweeps.id = {sweep} AND sweeps.state NOT IN ('Paused', 'Cancelled'))
                """,
                $"""
                INSERT INTO attempts (sweep_id, trial, fence, worker, started_ms)
                SELECT {sweep}, {trial}, {fence}, {worker}, {now} WHERE TRUE
                """);
            if (!isLeased)
            {
                return null;
            }

            var row = One(context, sweep, trial);
            var checkpoints = fence == 1 ? [] : context.Statements.Rows<CheckpointRow>(Newest(sweep, trial)).Select(ToReference);
            return new LeasedTrial(fence, row.Spec, row.Done, Numerics(context, row, offered, now), [.. checkpoints]);
        });
    }

    /// <summary>Notes by which path the trial is computed, with its numerics.</summary>
    /// <returns>False when the fence is not the newest.</returns>
    public Task<bool> RecordPathAsync(string sweep, int trial, long fence, string path) => WriteAsync((context, now) =>
    {
        var row = One(context, sweep, trial);
        var text = JsonSerializer.Serialize(JsonSerializer.Deserialize<Numerics>(row.Numerics!)! with { Path = path });
        return context.Statements.Execute(
            $"""
            UPDATE trials SET numerics = {text}
            WHERE sweep_id = {sweep} AND number = {trial} AND fence = {fence} AND state = {Running}
            """) == 1;
    });

    /// <summary>Extends leases.</summary>
    /// <returns>Those that are still held, in the order of their trials: rows locked in one order cannot deadlock.</returns>
    public Task<IReadOnlyList<LeaseKey>> RenewAsync(IReadOnlyList<LeaseKey> keys, TimeSpan ttl) => WriteAsync((context, now) =>
        (IReadOnlyList<LeaseKey>)[.. keys.OrderBy(key => key.Sweep, StringComparer.Ordinal).ThenBy(key => key.Trial)
            .Where(key => context.Statements.Execute(
            $"""
            UPDATE trials SET lease_until_ms = {now + Milliseconds(ttl)}
            WHERE sweep_id = {key.Sweep} AND number = {key.Trial} AND fence = {key.Fence} AND state = {Running}
            """) == 1)]);

    /// <summary>Gives every lease at least this long: nobody could renew it while the lease book was away.</summary>
    public Task<int> ExtendLeasesAsync(TimeSpan ttl) => WriteAsync((context, now) => context.Statements.Execute(
        $"""
        UPDATE trials SET lease_until_ms = {now + Milliseconds(ttl)}
        WHERE lease_until_ms < {now + Milliseconds(ttl)} AND state = {Running}
        """));

    /// <summary>Leases whose time is over.</summary>
    public async Task<IReadOnlyList<LeaseKey>> ExpiredAsync() => await database.ReadAsync(async context =>
    {
        var now = database.Now(context);
        return (IReadOnlyList<LeaseKey>)await context.Statements.QueryAsync(
            $"SELECT sweep_id, number, fence FROM trials WHERE lease_until_ms <= {now} AND state = {Running}",
            row => new LeaseKey(row.GetString(0), row.GetInt32(1), row.GetInt64(2)));
    });

    /// <summary>Records an epoch once, in order; a known one is compared and never written again.</summary>
    public Task<RecordResult> RecordEpochAsync(string sweep, int trial, long fence, EpochRecord record) =>
        WriteAsync<RecordResult>((context, now) =>
        {
            var isRecorded = database.ChangeThen(
                context,
                $"""
                UPDATE trials SET done = {record.Epoch}, seconds = seconds + {record.Seconds},
                    validation_loss = {record.ValidationLoss}, validation_accuracy = {record.ValidationAccuracy}, deaths = 0
                WHERE sweep_id = {sweep} AND number = {trial} AND fence = {fence} AND state = {Running} AND done = {record.Epoch - 1}
                """,
                $"""
                INSERT INTO epochs (sweep_id, trial, epoch, train_loss, train_accuracy,
                    validation_loss, validation_accuracy, seconds, fence, recorded_ms)
                SELECT {sweep}, {trial}, {record.Epoch}, {record.TrainLoss}, {record.TrainAccuracy}, {record.ValidationLoss},
                    {record.ValidationAccuracy}, {record.Seconds}, {fence}, {now} WHERE TRUE
                """);
            return isRecorded ? new RecordResult.Recorded() : Compare(context, sweep, trial, fence, record);
        });

    /// <summary>
    /// Names a checkpoint file that is readable now and not ahead of the recorded epochs, and forgets all but the
    /// newest two.
    /// </summary>
    /// <returns>
    /// The files that no row names any more, for the caller to delete. Null when fenced, or when its epoch is not recorded
    /// yet: no lease could begin there.
    /// </returns>
    public Task<IReadOnlyList<string>?> RecordCheckpointAsync(string sweep, int trial, long fence, CheckpointReference checkpoint) =>
        WriteAsync<IReadOnlyList<string>?>((context, now) => context.Statements.Execute(
            $"""
            INSERT INTO checkpoints (sweep_id, trial, epoch, step, fence, path, hash, bytes, created_ms)
            SELECT {sweep}, {trial}, {checkpoint.Epoch}, {checkpoint.Step}, {checkpoint.Fence},
                {checkpoint.Path}, {checkpoint.Hash}, {checkpoint.Bytes}, {now}
            FROM trials
            WHERE sweep_id = {sweep} AND number = {trial} AND fence = {fence} AND state = {Running} AND done >= {checkpoint.Epoch}
            ON CONFLICT (sweep_id, trial, epoch, step, fence) DO UPDATE SET hash = excluded.hash, bytes = excluded.bytes
            """) == 1
            ? Forget(context, sweep, trial, SweepLayout.KeptCheckpoints)
            : null);

    /// <summary>Forgets a trial's checkpoints.</summary>
    /// <returns>The files that no row names any more, for the caller to delete.</returns>
    public Task<IReadOnlyList<string>> ForgetCheckpointsAsync(string sweep, int trial) =>
        WriteAsync<IReadOnlyList<string>>((context, _) => Forget(context, sweep, trial, keep: 0));

    /// <summary>Ends an attempt and its lease.</summary>
    /// <param name="isDeath">Whether it ended with its worker or trainer.</param>
    /// <param name="judged">
    /// Failures and deaths from which <paramref name="next"/> was told: it is not when the row has others by now.
    /// </param>
    /// <returns>
    /// The state that the trial has now, which is Cancelled when somebody cancelled it meanwhile and it was not at its
    /// end; null when fenced, or judged from what is no longer so.
    /// </returns>
    public Task<TrialState?> EndAttemptAsync(
        string sweep, int trial, long fence, TrialOutcome outcome, TrialState next, bool isDeath,
        (int Failures, int Deaths)? judged = null)
    {
        var (state, name, detail, deaths) = (next.ToString(), outcome.Name, outcome.Detail, isDeath ? 1 : 0);
        var completed = outcome as TrialOutcome.Completed;
        var weights = completed?.Weights.Path;
        var failures = outcome.CountsAsFailure ? 1 : 0;
        var mayGoOn = next is TrialState.Pending or TrialState.Paused or TrialState.Pruned;
        return WriteAsync<TrialState?>((context, now) => !database.ChangeThen(
            context,
            $"""
            UPDATE trials SET state = CASE WHEN {mayGoOn} AND cancel_reason IS NOT NULL THEN 'Cancelled' ELSE {state} END,
                worker = NULL, lease_until_ms = NULL, outcome = {name}, outcome_detail = {detail},
                failures = failures + {failures}, deaths = deaths + {deaths},
                test_loss = {completed?.TestLoss}, test_accuracy = {completed?.TestAccuracy},
                weights_path = {weights}, weights_hash = {completed?.Weights.Hash}, peak_bytes = {completed?.PeakBytes}
            WHERE sweep_id = {sweep} AND number = {trial} AND fence = {fence} AND state = {Running}
                AND failures = COALESCE({judged?.Failures}, failures) AND deaths = COALESCE({judged?.Deaths}, deaths)
            """,
            $"""
            UPDATE attempts SET ended_ms = {now}, outcome = {name}, detail = {detail}
            WHERE sweep_id = {sweep} AND trial = {trial} AND fence = {fence}
            """)
            ? null
            : !mayGoOn ? next
            : One(context, sweep, trial).State);
    }

    private static List<string> Forget(SweepDbContext context, string sweep, int trial, int keep) => context.Statements.Query(
        $"""
        DELETE FROM checkpoints WHERE sweep_id = {sweep} AND trial = {trial} AND (epoch, step, fence) NOT IN (
            SELECT epoch, step, fence FROM checkpoints WHERE sweep_id = {sweep} AND trial = {trial}
            ORDER BY fence DESC, epoch DESC, step DESC LIMIT {keep})
        RETURNING path
        """,
        row => row.GetString(0));

    private static RecordResult Compare(SweepDbContext context, string sweep, int trial, long fence, EpochRecord record)
    {
        var row = One(context, sweep, trial);
        if (row.Fence != fence || row.State != TrialState.Running)
        {
            return new RecordResult.Fenced();
        }

        if (row.Done < record.Epoch)
        {
            return new RecordResult.OutOfOrder(row.Done);
        }

        var known = context.Statements
            .Rows<EpochRow>($"WHERE sweep_id = {sweep} AND trial = {trial} AND epoch = {record.Epoch}")
            .Single()
            .ToRecord();
        return known.SameResult(record) || row.NumericsChanged || IsTuned(row)
            ? new RecordResult.Known(known)
            : new RecordResult.NotReproducible(known.TrainLoss);
    }

    /// <summary>Bits of a tuned path do not repeat, and its numerics say so.</summary>
    private static bool IsTuned(TrialRow row) => ArithmeticPath.Parse(JsonSerializer.Deserialize<Numerics>(row.Numerics!)!.Path).IsTuned;

    /// <summary>What the trial trains with from now on; its thread count goes with it wherever it goes.</summary>
    private static Numerics Numerics(SweepDbContext context, TrialRow row, Numerics offered, long now)
    {
        var kept = JsonSerializer.Deserialize<Numerics>(row.Numerics!)!;
        if (kept.SameArithmetic(offered))
        {
            return kept;
        }

        var changed = offered with { Threads = kept.Threads, Path = kept.Path };
        var text = JsonSerializer.Serialize(changed);
        context.Trials.Where(other => other.SweepId == row.SweepId && other.Number == row.Number)
            .ExecuteUpdate(set => set.SetProperty(other => other.Numerics, text).SetProperty(other => other.NumericsChanged, true));
        Decide(
            context, row.SweepId, row.Number, null, "OtherNumerics",
            $"started with {kept}, continues with {changed}: its last bits may differ", now);
        return changed;
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
