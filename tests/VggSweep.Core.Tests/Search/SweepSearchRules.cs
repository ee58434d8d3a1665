using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Budgets;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Tests.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Search;

public sealed class SweepSearchRules
{
    private const int Moments = 200;

    [Theory]
    [InlineData("random", "asha")]
    [InlineData("tpe", "asha")]
    [InlineData("tpe", "pasha")]
    [InlineData("sobol", "hyperband")]
    [InlineData("tpe", "median")]
    [InlineData("random", "topK")]
    [InlineData("tpe", "none")]
    public void Killed_at_any_moment_it_decides_as_one_that_never_was(string sampler, string scheduler)
    {
        var spec = Spec(sampler, scheduler);
        var kills = 0;
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var whole = new JournaledSearch(spec, seed, isKilled: false).Run();
            var killed = new JournaledSearch(spec, seed, isKilled: true).Run();
            Assert.Equal(whole.Journal, killed.Journal);
            Assert.Equal(whole.Proposed, killed.Proposed);
            kills += killed.Kills;
        }

        Assert.InRange(kills, Moments, int.MaxValue);
    }

    [Theory]
    [InlineData("tpe", "asha")]
    [InlineData("random", "topK")]
    [InlineData("sobol", "none")]
    public void Killed_at_any_moment_it_keeps_its_budget(string sampler, string scheduler)
    {
        var spec = Spec(sampler, scheduler);
        var half = new JournaledSearch(spec, seed: 1, isKilled: false).Run().TrainingMacs / 2;
        spec = spec with { Search = spec.Search with { Budget = new SearchBudget(null, null, half) } };
        var whole = new JournaledSearch(spec, seed: 1, isKilled: false).Run();
        var killed = new JournaledSearch(spec, seed: 1, isKilled: true).Run();
        Assert.Equal(whole.Journal, killed.Journal);
        Assert.InRange(killed.TrainingMacs, half * 0.8, half);
    }

    [Theory]
    [InlineData("tpe", "asha", nameof(JournaledSearch.Fault.JudgesByArrival))]
    [InlineData("tpe", "asha", nameof(JournaledSearch.Fault.LosesPromotions))]
    [InlineData("tpe", "none", nameof(JournaledSearch.Fault.ForgetsResults))]
    [InlineData("tpe", "asha", nameof(JournaledSearch.Fault.SkipsUndecided))]
    public void A_planted_fault_is_caught(string sampler, string scheduler, string fault)
    {
        var spec = Spec(sampler, scheduler);
        var whole = new JournaledSearch(spec, seed: 1, isKilled: false).Run();
        var faulty = new JournaledSearch(spec, seed: 1, isKilled: true, Enum.Parse<JournaledSearch.Fault>(fault)).Run();
        Assert.NotEqual(whole.Journal, faulty.Journal);
    }

    [Fact]
    public void Epochs_that_are_recorded_at_once_are_taken_by_trial_and_epoch()
    {
        var (spec, orders) = (Spec("random", "asha"), new List<IReadOnlyList<StoredDecision>>());
        var recorded = Enumerable.Range(1, 5)
            .SelectMany(trial => Enumerable.Range(1, 3)
                .Select(epoch => (trial, new EpochRecord(epoch, 1, 0.5, 1, 0.1 * trial, 1)))).ToList();
        foreach (var order in new[] { recorded, Enumerable.Reverse(recorded) })
        {
            var search = new SweepSearch(spec);
            foreach (var trial in Enumerable.Range(1, 5))
            {
                search.Add(trial, new SearchTrial(new TrialSpec(spec.Base, spec.Training), 1_000, 10));
            }

            orders.Add([.. search.Report(order, new SearchMoment([])).SelectMany(answer => answer.Stored)]);
        }

        Assert.NotEmpty(orders[0]);
        Assert.Equal(orders[0], orders[1]);
    }

    [Fact]
    public void An_epoch_that_is_reported_twice_is_judged_once()
    {
        var (spec, record) = (Spec("random", "asha"), new EpochRecord(1, 1, 0.5, 1, 0.5, 1));
        var search = new SweepSearch(spec);
        search.Add(1, new SearchTrial(new TrialSpec(spec.Base, spec.Training), 1_000, 10));
        var first = search.Report(1, record, new SearchMoment([]));
        Assert.Single(first.Stored);
        var second = search.Report(1, record, new SearchMoment([]));
        Assert.Empty(second.Stored);
        Assert.Equal(first.Decision.Verdict, second.Decision.Verdict);
    }

    [Fact]
    public void Where_nothing_is_compared_or_learned_ended_trials_are_forgotten()
    {
        var (plain, compared) = (new SweepSearch(Spec("random", "none")), new SweepSearch(Spec("random", "asha")));
        foreach (var search in new[] { plain, compared })
        {
            search.Add(1, new SearchTrial(new TrialSpec(new TrialParameters { Epochs = 9 }, new TrainingSpec()), 1_000, 10));
            search.Forget(1);
        }

        Assert.Equal((false, true), (plain.Knows(1), compared.Knows(1)));
    }

    private static SweepSpec Spec(string sampler, string scheduler) => Good.Spec(
        $$"""
        name: a
        network: { epochs: 9 }
        parameters: { width: [8, 16, 32], lr: { logUniform: [0.001, 0.1] } }
        search: { method: {{sampler}}, maxTrials: 120 }
        scheduler: {{scheduler}}
        """);
}
