using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>What a scheduler decides.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Of_two_who_know_the_same_decisions_only_one_decides_next()
    {
        var sweep = await Store.SweepAsync(trials: 8);
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(trial => Store.DecideNextAsync(
            sweep, 0, new StoredDecision(trial, 1, "Pause", "a"), new StoredDecision(trial, 2, "Promote", "b"))));

        Assert.Single(answers, answer => answer);
        Assert.Equal(["Pause", "Promote"], (await Store.DecisionsAsync(sweep)).Select(row => row.Kind));
        Assert.Equal(1, (await Store.FindSweepAsync(sweep))!.Decided);
        Assert.True(await Store.DecideNextAsync(sweep, 1, new StoredDecision(1, 1, "Continue", "c")));
    }

    [Fact]
    public async Task A_cancellation_counts_among_the_decisions()
    {
        var sweep = await Store.SweepAsync(trials: 2);
        await Store.CancelTrialAsync(sweep, 1, "a person");
        await Store.CancelPendingAsync(sweep, "a person");

        Assert.False(await Store.DecideNextAsync(sweep, 0, new StoredDecision(2, 1, "Pause", "a")));
        Assert.Equal(2, (await Store.FindSweepAsync(sweep))!.Decided);
    }

    [Fact]
    public async Task A_paused_trial_waits_without_a_lease_until_it_is_settled()
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.RecordEpochAsync(sweep, 1, 1, Given.Epoch(1));
        Assert.NotNull(await Store.RecordCheckpointAsync(sweep, 1, 1, Given.Checkpoint(1, 0, 1)));
        Assert.True(await Store.EndAsync(sweep, 1, 1, new TrialOutcome.Paused("rung 0"), TrialState.Paused));

        Assert.False(await Store.SettleAsync(sweep, 1, TrialState.Pending, TrialState.Paused, new TrialOutcome.Paused("x")));
        Assert.True(await Store.SettleAsync(sweep, 1, TrialState.Paused, TrialState.Pending, new TrialOutcome.Paused("promoted")));
        var lease = await Store.LeaseAsync(sweep, 1, 1);
        Assert.Equal((2, 1), (lease!.Fence, lease.Done));
        Assert.Equal([Given.Checkpoint(1, 0, 1)], lease.Checkpoints);
    }

    [Theory]
    [InlineData(TrialState.Paused)]
    [InlineData(TrialState.Pruned)]
    public async Task A_trial_that_was_cancelled_while_it_was_trained_neither_pauses_nor_is_pruned(TrialState next)
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.CancelTrialAsync(sweep, 1, "a person");

        Assert.Equal(
            TrialState.Cancelled,
            await Store.EndAttemptAsync(sweep, 1, 1, new TrialOutcome.Paused("rung 0"), next, isDeath: false));
    }
}
