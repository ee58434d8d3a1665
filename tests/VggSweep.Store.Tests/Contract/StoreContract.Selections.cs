using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Parts of a sweep.</content>
public abstract partial class StoreContract
{
    private static readonly TrialOutcome.Completed Done = new(0.5, 0.8, Given.Checkpoint(1, 0, 1), 1);

    [Fact]
    public async Task Trials_are_read_in_pages()
    {
        var sweep = await Store.SweepAsync(130);
        Assert.Equal(Enumerable.Range(41, 50), await NumbersAsync(from: 41));
        Assert.Equal([129, 130], await NumbersAsync(from: 129));

        async Task<IEnumerable<int>> NumbersAsync(int from) =>
            (await Store.TrialsAsync(sweep, from, most: 50)).Select(row => row.Number);
    }

    [Fact]
    public async Task Trials_that_ended_are_none_of_the_open_ones()
    {
        var sweep = await MixedAsync();
        var (open, counts) = await Store.OpenTrialsAsync(sweep);
        Assert.Equal([2, 4, 5, 6], open.Select(row => row.Number));
        Assert.Equal([5, 6], (await Store.OpenTrialsAsync(sweep, from: 5)).Select(row => row.Number));
        Assert.Equal((2, 1, 3), (counts[TrialState.Completed], counts[TrialState.Running], counts[TrialState.Pending]));
    }

    [Fact]
    public async Task What_runs_comes_before_what_ended_last_and_what_waits()
    {
        var sweep = await MixedAsync();
        Assert.Equal([4], await CurrentAsync(1));
        Assert.Equal([3, 4], await CurrentAsync(2));
        Assert.Equal([1, 2, 3, 4], await CurrentAsync(4));
        Assert.Equal([1, 2, 3, 4, 5, 6], await CurrentAsync(10));

        async Task<IEnumerable<int>> CurrentAsync(int most) =>
            (await Store.CurrentTrialsAsync(sweep, most)).Select(row => row.Number);
    }

    [Fact]
    public async Task Completed_trials_rank_before_better_ones_that_are_not_and_these_before_those_without_an_epoch()
    {
        var sweep = await MixedAsync();
        Assert.Equal([3, 1, 4, 2, 5, 6], await RankedAsync(Objective.ValidationAccuracy, 10));
        Assert.Equal([1, 3, 4], await RankedAsync(Objective.ValidationLoss, 3));
        Assert.Equal([0.9, 0.8, 0.7], (await Store.PeaksAsync(sweep, 10)).Select(peak => peak.Accuracy));
        Assert.Equal([0.9], (await Store.PeaksAsync(sweep, 1)).Select(peak => peak.Accuracy));

        async Task<IEnumerable<int>> RankedAsync(Objective objective, int most) =>
            (await Store.RankedTrialsAsync(sweep, objective, most)).Select(row => row.Number);
    }

    [Fact]
    public async Task Attempts_of_some_trials_are_timed()
    {
        var sweep = await MixedAsync();
        var times = await Store.AttemptTimesAsync(sweep, [1, 2, 4]);
        Assert.Equal([1, 4], times.Keys.Order());
        Assert.Equal((true, false), (times[1].EndedMs >= times[1].StartedMs, times[4].EndedMs is not null));
        Assert.Empty(await Store.AttemptTimesAsync(sweep, []));
    }

    [Fact]
    public async Task Predictions_rest_on_three_completed_trials_of_each_cost()
    {
        var sweep = await Store.CreateSweepAsync(
            "tests", "name: tests", Given.Spec, null, 0,
            [.. Given.Trials(7).Select(trial => trial with { Macs = trial.Number <= 5 ? 1_000 : 2_000 })]);
        foreach (var trial in Enumerable.Range(1, 7))
        {
            await CompleteAsync(sweep, trial, accuracy: 0.5, loss: 1);
        }

        Assert.Equal([1, 2, 3, 6, 7], (await Store.CompletedTrialsAsync()).Select(row => row.Number));
    }

    /// <summary>1 and 3 completed, 4 runs and has an epoch, the others wait.</summary>
    private async Task<string> MixedAsync()
    {
        var sweep = await Store.SweepAsync(6);
        await CompleteAsync(sweep, 1, accuracy: 0.7, loss: 0.3);
        await CompleteAsync(sweep, 3, accuracy: 0.8, loss: 0.4);
        await Store.LeaseAsync(sweep, 4, 0);
        await Store.RecordEpochAsync(
            sweep, 4, 1, Given.Epoch(1) with { ValidationAccuracy = 0.9, ValidationLoss = 0.2 });
        return sweep;
    }

    private async Task CompleteAsync(string sweep, int trial, double accuracy, double loss)
    {
        await Store.LeaseAsync(sweep, trial, 0);
        await Store.RecordEpochAsync(
            sweep, trial, 1, Given.Epoch(1) with { ValidationAccuracy = accuracy, ValidationLoss = loss });
        Assert.True(await Store.EndAsync(sweep, trial, 1, Done, TrialState.Completed));
    }
}
