using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Trials;

public sealed class RetryRules
{
    private static readonly TrialOutcome Death = new TrialOutcome.LeaseLost();

    [Theory]
    [InlineData(0, TrialState.Pending)]
    [InlineData(1, TrialState.Pending)]
    [InlineData(2, TrialState.Failed)]
    [InlineData(3, TrialState.Failed)]
    public void The_third_death_in_a_row_puts_a_trial_into_quarantine(int deaths, TrialState next)
    {
        var after = RetryRule.After(Death, failures: 0, deaths, stops: 0, retries: 100);
        Assert.Equal(next, after.Next);
        Assert.Equal(next is TrialState.Failed, after.Outcome is TrialOutcome.Quarantined);
    }

    [Fact]
    public void A_lease_that_its_living_worker_never_heard_of_is_no_death() => Assert.Equal(
        TrialState.Pending, RetryRule.After(
            new TrialOutcome.LeaseLost("silent", WorkerLives: true), failures: 0, deaths: 9, stops: 0, retries: 0).Next);

    [Fact]
    public void Losing_a_lease_and_leaving_never_use_up_retries()
    {
        Assert.Equal(TrialState.Pending, RetryRule.After(Death, failures: 9, deaths: 0, stops: 0, retries: 0).Next);
        Assert.Equal(TrialState.Pending, RetryRule.After(new TrialOutcome.Released(), failures: 9, deaths: 9, stops: 9, retries: 0).Next);
    }

    [Fact]
    public void A_trial_that_is_stopped_ten_times_without_progress_is_told_and_not_tried_for_ever()
    {
        var after = RetryRule.After(new TrialOutcome.Released(), failures: 0, deaths: 0, stops: 10, retries: 100);
        Assert.Equal((TrialState.Failed, (TrialOutcome)new TrialOutcome.NoProgress(10)), after);
        Assert.Contains("vggsweep retry", after.Outcome.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MachineFaultKind.Data)]
    [InlineData(MachineFaultKind.Disk)]
    [InlineData(MachineFaultKind.DiskFull)]
    [InlineData(MachineFaultKind.Library)]
    public void What_is_the_machines_fault_never_ends_a_trial(MachineFaultKind kind)
    {
        var fault = new TrialOutcome.MachineFault(kind, "it is broken");
        Assert.Equal((TrialState.Pending, (TrialOutcome)fault), RetryRule.After(fault, failures: 99, deaths: 99, stops: 99, retries: 0));
        Assert.False(fault.CountsAsFailure);
    }

    [Theory]
    [InlineData(0, TrialState.Pending)]
    [InlineData(1, TrialState.Pending)]
    [InlineData(2, TrialState.Failed)]
    public void The_third_machine_in_a_row_without_memory_for_a_trial_makes_the_trial_suspect(int deaths, TrialState next) => Assert.Equal(
        next, RetryRule.After(
            new TrialOutcome.MachineFault(MachineFaultKind.Memory, "no memory"), failures: 0, deaths, stops: 0,
            retries: 0).Next);

    [Theory]
    [InlineData(0, TrialState.Pending)]
    [InlineData(1, TrialState.Pending)]
    [InlineData(2, TrialState.Failed)]
    public void A_fault_is_tried_again_as_often_as_the_sweep_allows(int failures, TrialState next) =>
        Assert.Equal(next, RetryRule.After(new TrialOutcome.Faulted("a fault"), failures, deaths: 0, stops: 99, retries: 2).Next);

    [Fact]
    public void What_the_same_seed_would_do_again_is_not_tried_again() => Assert.All(
        new TrialOutcome[]
        {
            new TrialOutcome.Diverged(1, 1), new TrialOutcome.OutOfMemory("small"),
            new TrialOutcome.NotReproducible(1, 0, 1),
        },
        outcome => Assert.Equal((TrialState.Failed, outcome), RetryRule.After(outcome, failures: 0, deaths: 0, stops: 0, retries: 5)));

    /// <summary>Every ending, and whether it may be tried again: a new one must be added here.</summary>
    [Fact]
    public void Whether_another_attempt_is_worth_its_time_is_a_property_of_the_outcome()
    {
        var weights = new CheckpointReference(1, 0, 1, "w", "h", 1);
        var mayRetry = new Dictionary<TrialOutcome, bool>
        {
            [new TrialOutcome.Completed(0, 1, weights, 1)] = false,
            [new TrialOutcome.Pruned("")] = false,
            [new TrialOutcome.Paused("")] = false,
            [new TrialOutcome.Diverged(1, 1)] = false,
            [new TrialOutcome.OutOfMemory("")] = false,
            [new TrialOutcome.TimedOut("")] = true,
            [new TrialOutcome.Faulted("")] = true,
            [new TrialOutcome.NotReproducible(1, 0, 1)] = false,
            [new TrialOutcome.LeaseLost()] = true,
            [new TrialOutcome.Quarantined(3, "")] = false,
            [new TrialOutcome.Released()] = true,
            [new TrialOutcome.MachineFault(MachineFaultKind.Data, "")] = true,
            [new TrialOutcome.NoProgress(10)] = false,
            [new TrialOutcome.Cancelled()] = false,
        };

        Assert.Equal(typeof(TrialOutcome).GetNestedTypes().Where(type => type.IsAssignableTo(typeof(TrialOutcome)))
            .Select(type => type.Name).Order(), mayRetry.Keys.Select(outcome => outcome.Name).Order());
        Assert.All(mayRetry, outcome => Assert.Equal(outcome.Value, outcome.Key.MayRetry));
    }
}
