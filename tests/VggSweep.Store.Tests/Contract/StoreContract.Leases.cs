using Microsoft.EntityFrameworkCore;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Leases, and how attempts end.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_lease_carries_what_is_done_and_the_newest_checkpoints()
    {
        var sweep = await Store.SweepAsync();
        var first = await Store.LeaseAsync(sweep, 1, 0, "a");
        Assert.Equal((1, 0), (first!.Fence, first.Done));
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        Assert.NotNull(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(1, 0, 1)));
        Assert.NotNull(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(1, 7, 1)));
        Assert.True(await Store.EndAsync(sweep, 1, 1));

        var second = await Store.LeaseAsync(sweep, 1, 1, "b");

        Assert.Equal((2, 1), (second!.Fence, second.Done));
        Assert.Equal([Given.Checkpoint(1, 7, 1), Given.Checkpoint(1, 0, 1)], second.Checkpoints);
    }

    [Fact]
    public async Task Only_one_of_two_who_saw_the_same_row_gets_the_lease()
    {
        var sweep = await Store.SweepAsync();
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Store.LeaseAsync(sweep, 1, 0, $"{worker}")));
        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task Whoever_holds_an_older_fence_changes_nothing()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "zombie");
        await Store.ReleaseOrphansAsync(sweep);
        await Store.LeaseAsync(sweep, 1, 1, "heir");

        Assert.IsType<RecordResult.Fenced>(await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1)));
        Assert.Null(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(0, 3, 1)));
        Assert.False(await Store.EndAsync(sweep, 1, 1));
        Assert.Equal([new LeaseKey(sweep, 1, 2)], await Store.RenewAsync([new(sweep, 1, 1), new(sweep, 1, 2)], Given.Ttl));
        Assert.IsType<RecordResult.Recorded>(await Store.RecordEpochAsync(sweep, 1, 2, Given.Epoch(1)));
    }

    [Fact]
    public async Task The_path_that_a_trial_began_by_goes_with_it()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        Assert.True(await Store.RecordPathAsync(sweep, 1, 1, "bf16"));
        Assert.False(await Store.RecordPathAsync(sweep, 1, 2, "micro-batch 8"));
        await Store.EndAsync(sweep, 1, 1);

        var second = await Store.LeaseAsync(sweep, 1, 1, "b");

        Assert.Equal(Given.Numerics with { Path = "bf16" }, second!.Numerics);
        Assert.False((await Store.TrialAsync(sweep, 1))!.NumericsChanged);
    }

    [Fact]
    public async Task A_completed_trial_keeps_its_result_and_its_weights()
    {
        var sweep = await Store.SweepAsync(epochs: 1);
        await Store.LeaseAsync(sweep, 1, 0, "a");
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        await Store.EndAsync(sweep, 1, 1, new TrialOutcome.Completed(0.31, 0.89, Given.Checkpoint(1, 0, 1), 123), TrialState.Completed);

        var row = (await Store.TrialAsync(sweep, 1))!;

        Assert.Equal(
            (TrialState.Completed, 0.89, "hash", 123L, "Completed"),
            (row.State, row.TestAccuracy, row.WeightsHash, row.PeakBytes, row.Outcome));
        Assert.Contains(Given.Checkpoint(1, 0, 1).Path, await Store.FilesAsync());
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task Orphans_wait_again_with_the_reason()
    {
        var sweep = await Store.SweepAsync(2);
        await Store.LeaseAsync(sweep, 2, 0, "dead");
        await Store.ReleaseOrphansAsync(sweep);
        Assert.Equal(TrialState.Pending, (await Store.TrialAsync(sweep, 2))!.State);
        Assert.Equal((2, "Requeue"), (await Store.DecisionsAsync(sweep)).Select(row => (row.Trial!.Value, row.Kind)).Single());
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task A_lease_whose_time_is_over_is_found_until_it_is_extended()
    {
        var sweep = await Store.SweepAsync(3);
        await Store.LeaseAsync(sweep, 1, 0, "late", TimeSpan.FromSeconds(-1), Given.Numerics);
        await Store.LeaseAsync(sweep, 2, 0, "just now", TimeSpan.Zero, Given.Numerics);
        await Store.LeaseAsync(sweep, 3, 0, "in time", TimeSpan.FromHours(2), Given.Numerics);
        Assert.Equal([new(sweep, 1, 1), new LeaseKey(sweep, 2, 1)], (await Store.ExpiredAsync()).OrderBy(key => key.Trial));
        var until = (await Store.TrialAsync(sweep, 3))!.LeaseUntilMs;

        Assert.Equal(2, await Store.ExtendLeasesAsync(TimeSpan.FromHours(1)));

        Assert.Empty(await Store.ExpiredAsync());
        Assert.Equal(until, (await Store.TrialAsync(sweep, 3))!.LeaseUntilMs);
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_now_and_an_ended_one_never_expires()
    {
        var sweep = await Store.SweepAsync(2);
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.LeaseAsync(sweep, 2, 0, "worker", TimeSpan.Zero, Given.Numerics);
        await Store.RenewAsync([new(sweep, 1, 1)], TimeSpan.FromSeconds(-1));
        await Store.EndAsync(sweep, 2, 1);
        Assert.Equal([new LeaseKey(sweep, 1, 1)], await Store.ExpiredAsync());
    }

    [Fact]
    public async Task A_trial_that_was_cancelled_in_training_waits_no_more_however_its_attempt_ends()
    {
        var sweep = await Store.SweepAsync(2);
        await Store.LeaseAsync(sweep, 1, 0);
        Assert.False(await Store.CancelTrialAsync(sweep, 1, "asked for"));
        Assert.Equal(
            (TrialState.Running, "asked for"),
            ((await Store.TrialAsync(sweep, 1))!.State, (await Store.TrialAsync(sweep, 1))!.CancelReason));
        Assert.Equal(
            TrialState.Cancelled,
            await Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.LeaseLost(), TrialState.Pending, isDeath: true));
        Assert.Null(await Store.LeaseAsync(sweep, 1, 1));

        await Store.LeaseAsync(sweep, 2, 0);
        Assert.Equal(
            TrialState.Pending,
            await Store.EndAttemptAsync(sweep, 2, 1, new TrialOutcome.LeaseLost(), TrialState.Pending, isDeath: true));
        Assert.Null(await Store.EndAttemptAsync(sweep, 2, 1, new TrialOutcome.LeaseLost(), TrialState.Pending, isDeath: true));
    }

    [Fact]
    public async Task An_end_that_was_judged_from_an_older_row_changes_nothing()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.EndAsync(sweep, 1, 1, new TrialOutcome.LeaseLost());
        await Store.LeaseAsync(sweep, 1, 1);
        await Store.RecordEpochAsync(sweep, 1, 2, Given.Epoch(1));
        Assert.Null(
            await Store.EndAttemptAsync(
                sweep, 1, 2, new TrialOutcome.Quarantined(2, "lost"), TrialState.Failed, isDeath: true, judged: (0, 1)));
        Assert.Equal(TrialState.Running, (await Store.TrialAsync(sweep, 1))!.State);
        Assert.Equal(
            TrialState.Pending,
            await Store.EndAttemptAsync(sweep, 1, 2, new TrialOutcome.LeaseLost(), TrialState.Pending, isDeath: true, judged: (0, 0)));
    }

    [Fact]
    public async Task Deaths_count_up_until_an_epoch_is_recorded()
    {
        var sweep = await Store.SweepAsync();
        foreach (var fence in Enumerable.Range(1, 3))
        {
            await Store.LeaseAsync(sweep, 1, fence - 1);
            await Store.EndAsync(sweep, 1, fence, new TrialOutcome.LeaseLost("its worker is gone"));
            Assert.Equal((fence, 0), ((await Store.TrialAsync(sweep, 1))!.Deaths, (await Store.TrialAsync(sweep, 1))!.Failures));
        }

        await Store.LeaseAsync(sweep, 1, 3);
        await Store.RecordEpochAsync(sweep, 1, 4, Given.Epoch(1));
        Assert.Equal(0, (await Store.TrialAsync(sweep, 1))!.Deaths);
        await Store.EndAsync(sweep, 1, 4, new TrialOutcome.Faulted("exit code 3"));
        Assert.Equal((0, 1), ((await Store.TrialAsync(sweep, 1))!.Deaths, (await Store.TrialAsync(sweep, 1))!.Failures));
        Assert.Equal(["LeaseLost", "LeaseLost", "LeaseLost", "Faulted"], (await Store.AttemptsAsync(sweep, 1)).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_trial_keeps_its_numerics_and_takes_its_threads_with_it()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.EndAsync(sweep, 1, 1);
        var lease = await Store.LeaseAsync(sweep, 1, 1, "other", Given.Ttl, Given.Numerics with { Threads = 8 });
        Assert.Equal(Given.Numerics, lease!.Numerics);
        Assert.False((await Store.TrialAsync(sweep, 1))!.NumericsChanged);
        Assert.Empty(await Store.DecisionsAsync(sweep));
    }

    [Fact]
    public async Task On_other_numerics_a_trial_is_marked_and_another_loss_is_not_its_fault()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1, 0.1));
        await Store.EndAsync(sweep, 1, 1);

        var lease = await Store.LeaseAsync(sweep, 1, 1, "other", Given.Ttl, Given.Numerics with { InstructionSet = "avx512", Threads = 8 });

        Assert.Equal(Given.Numerics with { InstructionSet = "avx512" }, lease!.Numerics);
        Assert.True((await Store.TrialAsync(sweep, 1))!.NumericsChanged);
        var decision = Assert.Single(await Store.DecisionsAsync(sweep));
        Assert.Equal(("OtherNumerics", 1), (decision.Kind, decision.Trial));
        Assert.Equal(new RecordResult.Known(Given.Epoch(1, 0.1)), await Store.RecordEpochAsync(sweep, 1, 2, Given.Epoch(1, 0.2)));
        Assert.Equal(0.1, Assert.Single(await Store.EpochsAsync(sweep, 1)).TrainLoss);
    }

    /// <summary>The second lease runs; each statement leaves rows that no order of calls could.</summary>
    [Theory]
    [InlineData("UPDATE trials SET deaths = -1", "-1 deaths and 0 failures were counted in 2 attempts")]
    [InlineData("UPDATE trials SET deaths = 3", "3 deaths and 0 failures were counted in 2 attempts")]
    [InlineData("UPDATE attempts SET ended_ms = 1 WHERE fence = 2", "the attempts  have no end, the trial is Running with fence 2")]
    [InlineData("UPDATE attempts SET ended_ms = NULL WHERE fence = 1", "the attempts 1, 2 have no end, the trial is Running with fence 2")]
    public async Task Rows_of_leases_that_contradict_each_other_are_a_violation(string damage, string violation)
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.EndAsync(sweep, 1, 1);
        await Store.LeaseAsync(sweep, 1, 1);
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));

        await WriteAsync(writes => writes.Database.ExecuteSqlRaw(damage));

        Assert.Equal([$"{sweep}/1: {violation}"], await StoreInvariants.CheckAsync(Store, sweep));
    }
}
