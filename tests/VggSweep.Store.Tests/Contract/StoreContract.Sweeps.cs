using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Store.Tests;

/// <content>Sweeps as a whole, and workers.</content>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_name_run_twice_is_two_sweeps() =>
        Assert.Equal(["tests-1", "tests-2"], [await Store.SweepAsync(), await Store.SweepAsync()]);

    [Fact]
    public async Task A_deleted_sweep_leaves_no_row_and_takes_no_other()
    {
        var (gone, kept) = (await Store.SweepAsync(), await Store.SweepAsync());
        await Store.LeaseAsync(gone, 1, 0, "a");
        await Store.RecordEpochAsync(gone, 1, 1, Given.Epoch(1));
        await Store.DeleteSweepAsync(gone);
        Assert.Equal([kept], (await Store.ListSweepsAsync()).Select(row => row.Id));
        Assert.Empty(await Store.EpochsInOrderAsync(gone));
    }

    [Fact]
    public async Task A_sweep_comes_back_as_it_was_stored()
    {
        var trials = Given
            .Trials(2_345)
            .Select(trial => trial with { PredictedSeconds = trial.Number % 2 == 0 ? null : trial.Number / 3d })
            .ToList();
        var sweep = await Store.CreateSweepAsync("Wide & deep", "name: \"ü\\ \t'\"", "{\"ü\":'\\'}", "/a/b.yaml", 7, trials);
        var row = (await Store.FindSweepAsync(sweep))!;
        Assert.Equal(
            ("wide---deep-1", "Wide & deep", "name: \"ü\\ \t'\"", "/a/b.yaml", 7, SweepState.Pending),
            (row.Id, row.Name, row.SpecYaml, row.SpecFile, row.Priority, row.State));
        Assert.Equal("{\"ü\":'\\'}", row.Spec);
        Assert.Equal(trials, (await Store.TrialsAsync(sweep)).Select(ToNew));
        Assert.Equal(2_345, (await Store.CountTrialsAsync(sweep))[TrialState.Pending]);
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task Sweeps_of_one_name_that_are_stored_at_once_get_numbers_of_their_own()
    {
        var sweeps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.SweepAsync()));
        Assert.Equal(20, sweeps.Distinct().Count());
    }

    [Fact]
    public async Task Trials_are_added_with_their_file_or_not_at_all()
    {
        var sweep = await Store.SweepAsync(2);
        Assert.True(await Store.AddTrialsAsync(sweep, Given.Spec, "name: more", "more", Given.Trials(2, from: 3), "two more widths"));
        await Assert.ThrowsAnyAsync<Exception>(
            () => Store.AddTrialsAsync(sweep, "more", "name: clash", "clash", Given.Trials(2, from: 4), "again"));
        Assert.False(
            await Store.AddTrialsAsync(sweep, Given.Spec, "name: late", "late", Given.Trials(1, from: 5), "by who knows an older form"));

        Assert.Equal([1, 2, 3, 4], (await Store.TrialsAsync(sweep)).Select(row => row.Number));
        Assert.Equal(("name: more", "more"), ((await Store.FindSweepAsync(sweep))!.SpecYaml, (await Store.FindSweepAsync(sweep))!.Spec));
        Assert.Equal([("Extend", "two more widths")], (await Store.DecisionsAsync(sweep)).Select(row => (row.Kind, row.Reason)));
        await Store.SetSweepStateAsync(sweep, SweepState.Cancelled);
        Assert.False(await Store.AddTrialsAsync(sweep, "more", "name: late", "late", Given.Trials(1, from: 5), "after the end"));
    }

    [Fact]
    public async Task Proposals_are_stored_with_their_reasons_by_who_knows_every_decision()
    {
        var sweep = await Store.CreateSweepAsync("tests", "name: tests", Given.Spec, null, 0, [], proposed: 0);
        Assert.Equal(0, (await Store.FindSweepAsync(sweep))!.Proposed);

        Assert.True(
            await Store.ProposeAsync(
                sweep, 0, 2, Given.Trials(2), new StoredDecision(1, null, "Propose", "first"),
                new StoredDecision(2, null, "Propose", "second")));
        Assert.False(
            await Store.ProposeAsync(
                sweep, 0, 3, Given.Trials(1, from: 3), new StoredDecision(3, null, "Propose", "by another coordinator")));
        Assert.True(await Store.DecideNextAsync(sweep, 1, new StoredDecision(1, 3, "Result", "0.75")));
        Assert.True(await Store.ProposeAsync(sweep, 2, null, Given.Trials(1, from: 3)));

        Assert.Equal([1, 2, 3], (await Store.TrialsAsync(sweep)).Select(row => row.Number));
        Assert.Equal([3], (await Store.TrialsAsync(sweep, from: 3)).Select(row => row.Number));
        Assert.Equal(["identity-1", "identity-2", "identity-3"], (await Store.IdentitiesAsync(sweep)).Order());
        Assert.Equal(["first", "second", "0.75"], (await Store.DecisionsAsync(sweep)).Select(row => row.Reason));
        Assert.Null((await Store.FindSweepAsync(sweep))!.Proposed);
    }

    [Fact]
    public async Task A_cancelled_sweep_takes_no_proposals()
    {
        var sweep = await Store.CreateSweepAsync("tests", "name: tests", Given.Spec, null, 0, Given.Trials(1), proposed: 1);
        await Store.CancelPendingAsync(sweep, "enough");
        Assert.Equal((null, 1), ((await Store.FindSweepAsync(sweep))!.Proposed, (await Store.FindSweepAsync(sweep))!.Decided));
        await Store.SetSweepStateAsync(sweep, SweepState.Cancelled);
        Assert.False(await Store.ProposeAsync(sweep, 1, null, Given.Trials(1, from: 2)));
        Assert.Single(await Store.TrialsAsync(sweep));
    }

    [Theory]
    [InlineData(TrialState.Pending)]
    [InlineData(TrialState.Paused)]
    public async Task A_cancelled_sweep_whose_trial_was_handed_back_since_is_named(TrialState state)
    {
        var sweep = await Store.SweepAsync();
        await Store.LeaseAsync(sweep, 1, 0);
        await Store.SetSweepStateAsync(sweep, SweepState.Cancelled);
        Assert.Empty(await Store.CancelledWithPendingAsync());

        await Store.EndAsync(sweep, 1, 1, new TrialOutcome.Paused("rung 1"), state);
        Assert.Equal([sweep], await Store.CancelledWithPendingAsync());
        await Store.CancelPendingAsync(sweep, "its sweep is cancelled");
        Assert.Empty(await Store.CancelledWithPendingAsync());
    }

    [Fact]
    public async Task Trials_without_a_resolved_form_are_counted()
    {
        var trials = Given.Trials(3);
        var sweep = await Store.CreateSweepAsync(
            "tests", "", "", null, 0,
            [trials[0] with { Spec = "{\"epochs\":1}" }, trials[1] with { Spec = trials[1].Spec[..^2] }, trials[2]]);
        await Store.SweepAsync(2);
        Assert.Equal([(sweep, 2)], (await Store.CountUnresolvedAsync()).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public async Task Only_a_trial_that_nobody_trains_is_cancelled()
    {
        var sweep = await Store.SweepAsync(4);
        await Store.LeaseAsync(sweep, 2, 0);
        await Store.LeaseAsync(sweep, 3, 0);
        await Store.EndAsync(sweep, 3, 1, new TrialOutcome.Paused("rung 1"), TrialState.Paused);

        Assert.True(await Store.CancelTrialAsync(sweep, 1, "not wanted"));
        Assert.False(await Store.CancelTrialAsync(sweep, 1, "not wanted"));
        Assert.False(await Store.CancelTrialAsync(sweep, 2, "not wanted"));
        Assert.False(await Store.CancelTrialAsync(sweep, 99, "not wanted"));
        Assert.Equal(2, await Store.CancelPendingAsync(sweep, "enough"));

        Assert.Equal(
            [TrialState.Cancelled, TrialState.Running, TrialState.Cancelled, TrialState.Cancelled],
            (await Store.TrialsAsync(sweep)).Select(row => row.State));
        Assert.Null(await Store.LeaseAsync(sweep, 1, 0));
        Assert.Equal(
            ("Cancelled", "not wanted"),
            ((await Store.TrialAsync(sweep, 1))!.Outcome, (await Store.TrialAsync(sweep, 1))!.OutcomeDetail));
        Assert.Empty(await StoreInvariants.CheckAsync(Store, sweep));
    }

    [Fact]
    public async Task A_state_of_the_end_notes_when_and_another_takes_it_back()
    {
        var sweep = await Store.SweepAsync();
        await Store.SetSweepStateAsync(sweep, SweepState.Completed);
        Assert.NotNull((await Store.FindSweepAsync(sweep))!.EndedMs);
        await Store.SetSweepStateAsync(sweep, SweepState.Running);
        Assert.Null((await Store.FindSweepAsync(sweep))!.EndedMs);
    }

    [Fact]
    public async Task A_worker_is_one_row_that_keeps_its_offer()
    {
        await Store.SaveWorkerAsync("b", "Active", "{\"slots\":2}", null);
        await Store.SaveWorkerAsync("a", "Active", null, null);
        await Store.SaveWorkerAsync("b", "SetAside", null, "three trials in a row faulted");
        await Store.DecideAboutWorkerAsync("b", "SetAside", "three trials in a row faulted");

        Assert.Equal(
            [("a", "Active", null, null), ("b", "SetAside", "{\"slots\":2}", "three trials in a row faulted")],
            (await Store.WorkersAsync()).Select(row => (row.Name, row.State, row.Offer, row.Reason)));
        await Store.ForgetWorkerAsync("b");
        Assert.Equal(["a"], (await Store.WorkersAsync()).Select(row => row.Name));
        Assert.Equal([("b", "SetAside")], (await Store.WorkerDecisionsAsync()).Select(row => (row.Worker!, row.Kind)));
    }

    private static NewTrial ToNew(TrialRow row) =>
        new(row.Number, row.Spec, row.Identity, row.PredictedSeconds, row.Macs, row.Params, row.MemoryBytes);
}
