using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Checkpoints.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task All_but_the_newest_checkpoints_are_forgotten()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        foreach (var epoch in Enumerable.Range(1, 4))
        {
            await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(epoch));
            var forgotten = await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(epoch, 0, 1));
            Assert.Equal(epoch > 2 ? [Given.Checkpoint(epoch - 2, 0, 1).Path] : [], forgotten);
        }

        Assert.Equal([4, 3], (await Store.CheckpointsAsync(sweep, 1)).Select(checkpoint => checkpoint.Epoch));
        Assert.Equal(
            [Given.Checkpoint(3, 0, 1).Path, Given.Checkpoint(4, 0, 1).Path],
            (await Store.ForgetCheckpointsAsync(sweep, 1)).Order(StringComparer.Ordinal));
        Assert.Empty(await Store.CheckpointsAsync(sweep, 1));
    }

    [Fact]
    public async Task A_checkpoint_ahead_of_the_recorded_epochs_is_refused()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        Assert.Null(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(1, 0, 1)));
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        Assert.NotNull(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(1, 0, 1)));
    }

    /// <summary>Both newest files were damaged, so the second attempt began anew: what it writes must not be forgotten first.</summary>
    [Fact]
    public async Task Checkpoints_of_the_newest_attempt_outlive_those_that_it_could_not_read()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        foreach (var epoch in Enumerable.Range(1, 3))
        {
            await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(epoch));
        }

        await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(2, 0, 1));
        await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(3, 0, 1));
        await Store.EndAsync(sweep, 1, 1);
        await Store.LeaseAsync(sweep, 1, 1, "b");

        Assert.Equal([Given.Checkpoint(2, 0, 1).Path], await Store.RecordCheckpointAsync(sweep, 1, 2, Given.Checkpoint(1, 0, 2)));
        Assert.Equal([Given.Checkpoint(1, 0, 2), Given.Checkpoint(3, 0, 1)], await Store.CheckpointsAsync(sweep, 1));
    }

    /// <summary>A kill between a trial's end and the deletion of its checkpoints leaves files that nothing resumes from.</summary>
    [Fact]
    public async Task Checkpoints_of_an_ended_trial_are_of_no_use()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0, "a");
        await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(0, 3, 1));
        Assert.Equal([Given.Checkpoint(0, 3, 1).Path], await Store.FilesAsync());
        await Store.EndAsync(sweep, 1, 1, new TrialOutcome.Diverged(1, 4), TrialState.Failed);
        Assert.Empty(await Store.FilesAsync());
    }
}
