using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Sweeps.Resolved;

namespace VggSweep.Store.Tests;

/// <summary>A home as the Initial migration alone made it, with a row in each table.</summary>
internal static class FirstHome
{
    public static void Make(string home)
    {
        using var context = new SqliteContext(SqliteDatabase.Options(SqliteDatabase.FileOf(home), create: true));
        context.Database.Migrate("Initial");
        context.Database.ExecuteSqlRaw(
            """
            INSERT INTO sweeps (id, name, state, spec_yaml, created_ms)
                VALUES ('old-1', 'old', 'Running', 'name: old' || char(10) || 'parameters: {{ width: [8] }}', 7);
            INSERT INTO trials (sweep_id, number, state, parameters, identity, fence, done, attempts, failures, seconds,
                macs, params, numerics)
                VALUES ('old-1', 1, 'Pending', '{{"epochs":2}}', 'same', 1, 1, 1, 0, 1.25, 1000, 10, NULL);
            INSERT INTO attempts (sweep_id, trial, fence, worker, started_ms, ended_ms, outcome)
                VALUES ('old-1', 1, 1, 'here', 8, 9, 'Released');
            INSERT INTO epochs (sweep_id, trial, epoch, train_loss, train_accuracy, validation_loss, validation_accuracy,
                seconds, fence, recorded_ms)
                VALUES ('old-1', 1, 1, 0.1, 0.8, 0.6, 0.75, 1.25, 1, 8);
            INSERT INTO checkpoints (sweep_id, trial, epoch, step, fence, path, hash, bytes, created_ms)
                VALUES ('old-1', 1, 1, 0, 1, 'file', 'hash', 10, 8);
            INSERT INTO decisions (id, sweep_id, trial, epoch, kind, reason, at_ms)
                VALUES (41, 'old-1', 1, 1, 'Continue', 'it is the best', 8);
            """);
    }

    public static async Task CheckAsync(SweepStore store)
    {
        var sweep = Assert.Single(await store.ListSweepsAsync());
        Assert.Equal(("old-1", 0), (sweep.Id, sweep.Priority));
        Assert.Equal("old", SweepSpecJson.Read(sweep.Spec).Value!.Name);
        Assert.Equal(
            """{"version":1,"parameters":{"epochs":2},"training":{"images":null,"validationImages":5000,"checkpointEvery":1,"seed":0}}""",
            (await store.TrialAsync("old-1", 1))!.Spec);
        Assert.Empty(await StoreInvariants.CheckAsync(store, "old-1"));
        var lease = (await store.LeaseAsync("old-1", 1, 1))!;
        Assert.Equal((2, 1, "file", Given.Numerics), (lease.Fence, lease.Done, Assert.Single(lease.Checkpoints).Path, lease.Numerics));
        Assert.IsType<RecordResult.Known>(await store.RecordEpochAsync("old-1", 1, 2, Given.Epoch(1, 0.1)));
        Assert.IsType<RecordResult.Recorded>(await store.RecordEpochAsync("old-1", 1, 2, Given.Epoch(2)));
        await store.DecideAsync("old-1", 1, 2, "Continue", "later");
        Assert.Equal([41, 42], (await store.DecisionsAsync("old-1")).Select(row => row.Id));
    }
}
