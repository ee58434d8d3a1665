using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Trials that are tried again by a person, and those that were stopped too often.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Failed_trials_wait_again_with_a_clean_slate_and_their_records()
    {
        var sweep = await Store.SweepAsync(3);
        await FailAsync(sweep, 1, new TrialOutcome.Quarantined(3, "segmentation fault"));
        await FailAsync(sweep, 3, new TrialOutcome.Faulted("a fault"));
        await Store.SetSweepStateAsync(sweep, SweepState.Completed);

        Assert.Equal([1, 3], await Store.RetryAsync(sweep, null, "mended"));

        var trials = await Store.TrialsAsync(sweep);
        Assert.All(trials, trial => Assert.Equal(TrialState.Pending, trial.State));
        Assert.All(trials, trial => Assert.Equal((0, 0, null, null), (trial.Failures, trial.Deaths, trial.Outcome, trial.OutcomeDetail)));
        Assert.Equal([1, 0, 1], trials.Select(trial => trial.Done));
        Assert.Equal(
            [(1, "Retry", "mended"), (3, "Retry", "mended")],
            (await Store.DecisionsAsync(sweep)).Select(row => (row.Trial!.Value, row.Kind, row.Reason)));
        Assert.NotEmpty((await Store.LeaseAsync(sweep, 1, 1))!.Checkpoints);
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task Only_what_failed_is_tried_again_and_nothing_of_a_cancelled_sweep()
    {
        var sweep = await Store.SweepAsync(3);
        await FailAsync(sweep, 1, new TrialOutcome.Diverged(1, 1));
        await FailAsync(sweep, 2, new TrialOutcome.Diverged(1, 1));
        Assert.Empty(await Store.RetryAsync(sweep, 3, "a wish"));
        Assert.Equal([2], await Store.RetryAsync(sweep, 2, "a wish"));
        Assert.Equal(TrialState.Failed, (await Store.TrialAsync(sweep, 1))!.State);

        await Store.SetSweepStateAsync(sweep, SweepState.Cancelled);
        Assert.Empty(await Store.RetryAsync(sweep, null, "a wish"));
        Assert.Equal(TrialState.Failed, (await Store.TrialAsync(sweep, 1))!.State);
    }

    [Fact]
    public async Task Stops_are_counted_from_the_newest_epoch_checkpoint_or_retry_on()
    {
        var sweep = await Store.SweepAsync();
        await StopAsync(sweep, 1);
        await StopAsync(sweep, 2);
        Assert.Equal(2, await Store.StopsAsync(sweep, 1));

        await Store.LeaseAsync(sweep, 1, 2);
        Assert.Equal(3, await Store.StopsAsync(sweep, 1));
        await Store.RecordEpochAsync(sweep, 1, 3, Given.Epoch(1));
        Assert.Equal(0, await Store.StopsAsync(sweep, 1));
        await Store.EndAsync(sweep, 1, 3);
        await StopAsync(sweep, 4);
        Assert.Equal(1, await Store.StopsAsync(sweep, 1));

        await Store.LeaseAsync(sweep, 1, 4);
        await Store.RecordCheckpointAsync(sweep, 1, 5, Given.Checkpoint(1, 7, 5));
        Assert.Equal(0, await Store.StopsAsync(sweep, 1));
        await Store.EndAsync(sweep, 1, 5, new TrialOutcome.MachineFault(MachineFaultKind.Data, "a file is gone"));
        await Store.LeaseAsync(sweep, 1, 5);
        await Store.EndAsync(sweep, 1, 6, new TrialOutcome.Faulted("a fault"), TrialState.Failed);
        Assert.Equal(0, await Store.StopsAsync(sweep, 1));
    }

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_before_its_trial_makes_progress_fails_the_trial_until_somebody_retries()
    {
        var sweep = await Store.SweepAsync();
        foreach (var fence in Enumerable.Range(1, RetryRule.MostStops))
        {
            Assert.Equal(TrialState.Pending, (await Store.TrialAsync(sweep, 1))!.State);
            await Store.LeaseAsync(sweep, 1, fence - 1);
            await Store.ReleaseOrphansAsync(sweep);
        }

        var trial = (await Store.TrialAsync(sweep, 1))!;
        Assert.Equal((TrialState.Failed, nameof(TrialOutcome.NoProgress), 0), (trial.State, trial.Outcome, trial.Deaths));
        Assert.Contains(
            await Store.DecisionsAsync(sweep),
            row => row.Kind == "Failed" && row.Reason.Contains("vggsweep retry", StringComparison.Ordinal));

        await Store.RetryAsync(sweep, 1, "a longer grace period");
        await Store.LeaseAsync(sweep, 1, RetryRule.MostStops);
        await Store.ReleaseOrphansAsync(sweep);
        Assert.Equal(TrialState.Pending, (await Store.TrialAsync(sweep, 1))!.State);
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    private async Task StopAsync(string sweep, long fence)
    {
        await Store.LeaseAsync(sweep, 1, fence - 1);
        await Store.EndAsync(sweep, 1, fence);
    }

    private async Task FailAsync(string sweep, int trial, TrialOutcome outcome)
    {
        await Store.LeaseAsync(sweep, trial, 0);
        await Store.RecordEpochAsync(sweep, trial, 1, Given.Epoch(1));
        await Store.RecordCheckpointAsync(sweep, trial, 1, Given.Checkpoint(1, 0, 1));
        await Store.EndAsync(sweep, trial, 1, outcome, TrialState.Failed);
    }
}
