using CsCheck;
using VggSweep.Core.Leases;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

public sealed class FencedRecords
{
    private static readonly TrialOutcome.Released Released = new();

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
        var sweep = await home.SweepAsync();
        await home.Store.LeaseAsync(sweep, 1, 0, "a", 1);
        await home.Store.RecordEpochAsync(sweep, 1, 1, TemporaryHome.Epoch(1));
        await home.Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Completed(0.31, 0.89, home.Checkpoint(1, 0, 1), 123), TrialState.Completed);

        var row = (await home.Store.TrialAsync(sweep, 1))!;

        Assert.Equal((TrialState.Completed, 0.89, "hash", 123L, "Completed"), (row.State, row.TestAccuracy, row.WeightsHash, row.PeakBytes, row.Outcome));
        Assert.Contains(home.Checkpoint(1, 0, 1).Path, await home.Store.FilesAsync());
        Assert.Empty(await StoreInvariants.CheckAsync(home.Store, sweep));
    }

    /// <summary>Any order of leases, records and ends by holders old and new leaves rows that hold the invariants.</summary>
    [Fact]
    public async Task Any_interleaving_of_holders_keeps_the_invariants() =>
        await Gen.Select(Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[1, 5]).Array[1, 40].SampleAsync(async steps =>
        {
            await using var home = new TemporaryHome();
            var sweep = await home.SweepAsync();
            foreach (var (action, behind, epoch) in steps)
            {
                var newest = (await home.Store.TrialAsync(sweep, 1))!.Fence;
                var fence = Math.Max(0, newest - behind);
                await (action switch
                {
                    0 => home.Store.LeaseAsync(sweep, 1, fence, "worker", 1),
                    1 or 2 => home.Store.RecordEpochAsync(sweep, 1, fence, TemporaryHome.Epoch(epoch)),
                    3 => home.Store.EndAttemptAsync(sweep, 1, fence, Released, TrialState.Pending),
                    4 => home.Store.ReleaseOrphansAsync(sweep),
                    _ => home.Store.RenewAsync([new LeaseKey(sweep, 1, fence)], 7),
                });
                var violations = await StoreInvariants.CheckAsync(home.Store, sweep);
                Assert.True(violations.Count == 0, string.Join('\n', violations));
            }
        }, iter: 40, threads: 1);

    [Fact]
    public async Task Doubles_come_back_with_every_bit() =>
        await Gen.Double[0, 1e308].Array[1, 50].SampleAsync(async losses =>
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
