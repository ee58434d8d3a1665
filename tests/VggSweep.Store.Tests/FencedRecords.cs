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
        var first = await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        Assert.Equal((1, 0), (first!.Fence, first.Done));
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(1, 0, 1)));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(1, 7, 1)));
        Assert.True(await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending));

        var second = await home.Store.LeaseAsync(sweep, 1, 1, "b", 1);

        Assert.Equal((2, 1), (second!.Fence, second.Done));
        Assert.Equal([home.Checkpoint(1, 7, 1), home.Checkpoint(1, 0, 1)], second.Checkpoints);
    }

    [Fact]
    public async Task Only_one_of_two_who_saw_the_same_row_gets_the_lease()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => home.Store.LeaseAsync(sweep, 1, 0, $"{worker}", 1)));
        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task Whoever_holds_an_older_fence_changes_nothing()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "zombie", 1);
        await home.Store.ReleaseOrphansAsync(sweep);
        await home.Store.LeaseAsync(sweep, 1, 1, "heir", 1);

        Assert.IsType<RecordResult.Fenced>(await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1)));
        Assert.False(await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(0, 3, 1)));
        Assert.False(await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending));
        Assert.Null(await home.Store.SetNumericsAsync(sweep, 1, 1, new Numerics("cpu", "avx2", "2.10", 1, "fp32")));
        Assert.Equal([new LeaseKey(sweep, 1, 2)], await home.Store.RenewAsync([new(sweep, 1, 1), new(sweep, 1, 2)], 5));
        Assert.IsType<RecordResult.Recorded>(await home.Store.RecordEpochAsync(sweep, 1, 2, TemporaryHome.Epoch(1)));
    }

    [Fact]
    public async Task A_repeated_epoch_is_compared_to_the_last_bit_and_never_written_again()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, 0.1));

        Assert.IsType<RecordResult.Known>(await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, 0.1) with { Seconds = 9 }));
        var different = await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1, Math.BitIncrement(0.1)));
        Assert.Equal(new RecordResult.NotReproducible(0.1), different);
        Assert.Equal(new RecordResult.OutOfOrder(1), await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(3)));
        Assert.Equal(1.25, (await home.Store.TrialAsync(sweep, 1))!.Seconds);
        Assert.Single(await home.Store.EpochsAsync(sweep, 1));
    }

    [Fact]
    public async Task The_first_start_fixes_the_numerics()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        var (first, second) = (new Numerics("cpu", "avx2", "2.10", 1, "fp32"), new Numerics("cpu", "avx512", "2.10", 2, "fp32"));
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        Assert.Equal(first, await home.Store.SetNumericsAsync(sweep, 1, 1, first));
        Assert.Equal(first, await home.Store.SetNumericsAsync(sweep, 1, 1, second));
    }

    [Fact]
    public async Task All_but_the_newest_checkpoints_are_forgotten()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        foreach (var epoch in Enumerable.Range(1, 4))
        {
            await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(epoch));
            await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(epoch, 0, 1));
        }

        var forgotten = await home.Store.ForgetCheckpointsAsync(sweep, 1, keep: 2);

        Assert.Equal([home.Checkpoint(2, 0, 1).Path, home.Checkpoint(1, 0, 1).Path], forgotten);
        Assert.Equal([4, 3], (await home.Store.CheckpointsAsync(sweep, 1)).Select(checkpoint => checkpoint.Epoch));
    }

    [Fact]
    public async Task A_completed_trial_keeps_its_result_and_its_weights()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync(epochs: 1);
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Completed(0.31, 0.89, home.Checkpoint(1, 0, 1), 123), TrialState.Completed);

        var row = (await home.Store.TrialAsync(sweep, 1))!;

        Assert.Equal((TrialState.Completed, 0.89, "hash", 123L, "Completed"), (row.State, row.TestAccuracy, row.WeightsHash, row.PeakBytes, row.Outcome));
        Assert.Contains(home.Checkpoint(1, 0, 1).Path, await home.Store.FilesAsync());
        Assert.Empty(await StoreInvariants.CheckAsync(home.Store, sweep));
    }

    [Fact]
    public async Task A_checkpoint_ahead_of_the_recorded_epochs_is_refused()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        Assert.False(await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(1, 0, 1)));
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        Assert.True(await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(1, 0, 1)));
    }

    /// <summary>Both newest files were damaged, so the second attempt began anew: what it writes must not be forgotten first.</summary>
    [Fact]
    public async Task Checkpoints_of_the_newest_attempt_outlive_those_that_it_could_not_read()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        foreach (var epoch in Enumerable.Range(1, 3))
        {
            await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(epoch));
        }

        await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(2, 0, 1));
        await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(3, 0, 1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, Released, TrialState.Pending);
        await home.Store.LeaseAsync(sweep, 1, 1, "b", 1);
        await home.Store.RecordCheckpointAsync(sweep, 1, 2, home.Checkpoint(1, 0, 2));

        Assert.Equal([home.Checkpoint(2, 0, 1).Path], await home.Store.ForgetCheckpointsAsync(sweep, 1, keep: 2));
        Assert.Equal([home.Checkpoint(1, 0, 2), home.Checkpoint(3, 0, 1)], await home.Store.CheckpointsAsync(sweep, 1));
    }

    /// <summary>A kill between a trial's end and the deletion of its checkpoints leaves files that nothing resumes from.</summary>
    [Fact]
    public async Task Checkpoints_of_an_ended_trial_are_of_no_use()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        await home.Store.RecordCheckpointAsync(sweep, 1, 1, home.Checkpoint(0, 3, 1));
        Assert.Equal([home.Checkpoint(0, 3, 1).Path], await home.Store.FilesAsync());
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Diverged(1, 4), TrialState.Failed);
        Assert.Empty(await home.Store.FilesAsync());
    }

    [Fact]
    public async Task A_trial_completed_without_all_its_epochs_is_a_violation()
    {
        await using var home = new TemporaryHome();
        var sweep = await home.SweepAsync(epochs: 2);
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Completed(0.3, 0.9, home.Checkpoint(1, 0, 1), 1), TrialState.Completed);
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
            await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
            foreach (var (loss, index) in losses.Select((loss, index) => (loss, index)))
            {
                await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(index + 1, loss));
            }

            Assert.Equal(losses, (await home.Store.EpochsAsync(sweep, 1)).Select(row => row.TrainLoss));
        }, iter: 5, threads: 1);
}
