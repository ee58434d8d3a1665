using CsCheck;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

public sealed class FencedRecords
{
    private static readonly TrialOutcome.Released Released = new();
    private static readonly double[] Extremes = [double.Epsilon, double.MaxValue, Math.BitIncrement(0.1), Math.BitDecrement(1), 1d / 3];

    [Fact]
    public async Task A_lease_carries_what_is_done_and_the_newest_checkpoints()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        var first = await home.LeaseAsync(sweep, 1, 0, "a");
        Assert.Equal((1, 0), (first!.Fence, first.Done));
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(1, 0, 1)));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(1, 7, 1)));
        Assert.True(await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending, isDeath: false));

        var second = await home.LeaseAsync(sweep, 1, 1, "b");

        Assert.Equal((2, 1), (second!.Fence, second.Done));
        Assert.Equal([TemporaryHome.Checkpoint(1, 7, 1), TemporaryHome.Checkpoint(1, 0, 1)], second.Checkpoints);
    }

    [Fact]
    public async Task Only_one_of_two_who_saw_the_same_row_gets_the_lease()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => home.LeaseAsync(sweep, 1, 0, $"{worker}")));
        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task Whoever_holds_an_older_fence_changes_nothing()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "zombie");
        await home.Store.ReleaseOrphansAsync(sweep);
        await home.LeaseAsync(sweep, 1, 1, "heir");

        Assert.IsType<RecordResult.Fenced>(await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1)));
        Assert.False(await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(0, 3, 1)));
        Assert.False(await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending, isDeath: false));
        Assert.Equal([new LeaseKey(sweep, 1, 2)], await home.Store.RenewAsync([new(sweep, 1, 1), new(sweep, 1, 2)], TimeSpan.FromSeconds(5)));
        Assert.IsType<RecordResult.Recorded>(await home.Store.RecordEpochAsync(sweep, 1, 2, TemporaryHome.Epoch(1)));
    }

    [Fact]
    public async Task A_repeated_epoch_is_compared_to_the_last_bit_and_never_written_again()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, 0.1));

        Assert.IsType<RecordResult.Known>(await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, 0.1) with { Seconds = 9 }));
        var different = await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, Math.BitIncrement(0.1)));
        Assert.Equal(new RecordResult.NotReproducible(0.1), different);
        Assert.Equal(new RecordResult.OutOfOrder(1), await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(3)));
        Assert.Equal(1.25, (await home.Store.TrialAsync(sweep, 1))!.Seconds);
        Assert.Single(await home.Store.EpochsAsync(sweep, 1));
    }

    [Fact]
    public async Task A_trial_keeps_its_numerics_and_takes_its_threads_with_it()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a", TemporaryHome.Numerics with { Threads = 3 });
        await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending, isDeath: false);

        var second = await home.LeaseAsync(sweep, 1, 1, "b", TemporaryHome.Numerics with { Threads = 1 });

        Assert.Equal(TemporaryHome.Numerics with { Threads = 3 }, second!.Numerics);
        Assert.False((await home.Store.TrialAsync(sweep, 1))!.NumericsChanged);
    }

    /// <summary>Another instruction set rounds otherwise: a replayed epoch that differs is no fault of the trial then.</summary>
    [Fact]
    public async Task A_trial_that_goes_on_under_other_arithmetic_is_marked_and_may_differ()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, 0.1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending, isDeath: false);

        var second = await home.LeaseAsync(sweep, 1, 1, "b", TemporaryHome.Numerics with { InstructionSet = "avx512", Threads = 8 });

        Assert.Equal(TemporaryHome.Numerics with { InstructionSet = "avx512" }, second!.Numerics);
        Assert.True((await home.Store.TrialAsync(sweep, 1))!.NumericsChanged);
        Assert.Contains(await home.Store.DecisionsAsync(sweep), row => row.Kind == "OtherNumerics" && row.Trial == 1);
        Assert.IsType<RecordResult.Known>(await home.Store.RecordEpochAsync(sweep, 1, 2, TemporaryHome.Epoch(1, 0.2)));
    }

    [Fact]
    public async Task Deaths_in_a_row_are_counted_until_an_epoch_is_recorded()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        foreach (var fence in Enumerable.Range(0, 2))
        {
            await home.LeaseAsync(sweep, 1, fence, "a");
            await home.Store.EndAttemptAsync(sweep, 1, fence + 1, new TrialOutcome.LeaseLost(), TrialState.Pending, isDeath: true);
        }

        Assert.Equal(2, (await home.Store.TrialAsync(sweep, 1))!.Deaths);
        await home.LeaseAsync(sweep, 1, 2, "a");
        await home.Store.RecordEpochAsync(sweep, 1, 3, TemporaryHome.Epoch(1));
        Assert.Equal(0, (await home.Store.TrialAsync(sweep, 1))!.Deaths);
    }

    [Fact]
    public async Task A_lease_is_over_when_the_stores_clock_says_so_and_a_new_lease_book_extends_it()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync(trials: 2);
        await home.LeaseAsync(sweep, 1, 0, "a");
        home.Time.Advance(TimeSpan.FromSeconds(20));
        await home.LeaseAsync(sweep, 2, 0, "a");
        home.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([new LeaseKey(sweep, 1, 1)], await home.Store.ExpiredAsync());

        await home.Store.ExtendLeasesAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(await home.Store.ExpiredAsync());
        home.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await home.Store.ExpiredAsync()).Count);
    }

    [Fact]
    public async Task All_but_the_newest_checkpoints_are_forgotten()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        foreach (var epoch in Enumerable.Range(1, 4))
        {
            await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(epoch));
            await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(epoch, 0, 1));
        }

        var forgotten = await home.Store.ForgetCheckpointsAsync(sweep, 1, keep: 2);

        Assert.Equal([TemporaryHome.Checkpoint(2, 0, 1).Path, TemporaryHome.Checkpoint(1, 0, 1).Path], forgotten);
        Assert.Equal([4, 3], (await home.Store.CheckpointsAsync(sweep, 1)).Select(checkpoint => checkpoint.Epoch));
    }

    [Fact]
    public async Task A_completed_trial_keeps_its_result_and_its_weights()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync(epochs: 1);
        await home.LeaseAsync(sweep, 1, 0, "a");
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Completed(0.31, 0.89, TemporaryHome.Checkpoint(1, 0, 1), 123), TrialState.Completed, isDeath: false);

        var row = (await home.Store.TrialAsync(sweep, 1))!;

        Assert.Equal((TrialState.Completed, 0.89, "hash", 123L, "Completed"), (row.State, row.TestAccuracy, row.WeightsHash, row.PeakBytes, row.Outcome));
        Assert.Contains(TemporaryHome.Checkpoint(1, 0, 1).Path, await home.Store.FilesAsync());
        Assert.Empty(await StoreInvariants.CheckAsync(home.Store, sweep));
    }

    [Fact]
    public async Task A_checkpoint_ahead_of_the_recorded_epochs_is_refused()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        Assert.False(await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(1, 0, 1)));
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(1, 0, 1)));
    }

    /// <summary>Both newest files were damaged, so the second attempt began anew: what it writes must not be forgotten first.</summary>
    [Fact]
    public async Task Checkpoints_of_the_newest_attempt_outlive_those_that_it_could_not_read()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        foreach (var epoch in Enumerable.Range(1, 3))
        {
            await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(epoch));
        }

        await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(2, 0, 1));
        await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(3, 0, 1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending, isDeath: false);
        await home.LeaseAsync(sweep, 1, 1, "b");
        await home.Store.RecordCheckpointAsync(sweep, 1, 2, TemporaryHome.Checkpoint(1, 0, 2));

        Assert.Equal([TemporaryHome.Checkpoint(2, 0, 1).Path], await home.Store.ForgetCheckpointsAsync(sweep, 1, keep: 2));
        Assert.Equal([TemporaryHome.Checkpoint(1, 0, 2), TemporaryHome.Checkpoint(3, 0, 1)], await home.Store.CheckpointsAsync(sweep, 1));
    }

    /// <summary>A kill between a trial's end and the deletion of its checkpoints leaves files that nothing resumes from.</summary>
    [Fact]
    public async Task Checkpoints_of_an_ended_trial_are_of_no_use()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.LeaseAsync(sweep, 1, 0, "a");
        await home.Store.RecordCheckpointAsync(sweep, 1, 1, TemporaryHome.Checkpoint(0, 3, 1));
        Assert.Equal([TemporaryHome.Checkpoint(0, 3, 1).Path], await home.Store.FilesAsync());
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Diverged(1, 4), TrialState.Failed, isDeath: false);
        Assert.Empty(await home.Store.FilesAsync());
    }

    [Fact]
    public async Task A_trial_completed_without_all_its_epochs_is_a_violation()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync(epochs: 2);
        await home.LeaseAsync(sweep, 1, 0, "a");
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Completed(0.3, 0.9, TemporaryHome.Checkpoint(1, 0, 1), 1), TrialState.Completed, isDeath: false);
        Assert.Equal([$"{sweep}/1: the trial is completed with 1 of 2 epochs"], await StoreInvariants.CheckAsync(home.Store, sweep));
    }

    /// <summary>Any order of calls by holders old and new is answered as the model answers, and leaves rows that hold the invariants.</summary>
    [Fact]
    public async Task Any_interleaving_of_holders_is_answered_as_the_model_says()
    {
        await using var home = new TemporaryHome();
        var step = Gen.Select(Gen.Enum<TrialModel.Call>(), Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 3])), Gen.Int[0, 4], Gen.Int[0, 9]);
        await step.Array[1, 30].SampleAsync(async steps =>
        {
            var sweep = await home.SweepAsync();
            var model = new TrialModel();
            foreach (var (call, behind, epoch, variant) in steps)
            {
                var fence = Math.Max(0, model.Fence - behind);
                var expected = model.Answer(call, fence, epoch, variant);
                Assert.Equal((call, expected), (call, await TrialModel.AskAsync(home, sweep, call, fence, epoch, variant)));
                Assert.Empty(await StoreInvariants.CheckAsync(home.Store, sweep));
            }
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Doubles_come_back_with_every_bit() =>
        await Gen.OneOf(Gen.Double[0, 1e308], Gen.Int[0, Extremes.Length - 1].Select(index => Extremes[index])).Array[1, 50].SampleAsync(async losses =>
        {
            await using var home = new TemporaryHome();
            var sweep = await home.SweepAsync();
            await home.LeaseAsync(sweep, 1, 0, "a");
            foreach (var (loss, index) in losses.Select((loss, index) => (loss, index)))
            {
                await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(index + 1, loss));
            }

            Assert.Equal(losses, (await home.Store.EpochsAsync(sweep, 1)).Select(row => row.TrainLoss));
        }, iter: 5, threads: 1);
}
