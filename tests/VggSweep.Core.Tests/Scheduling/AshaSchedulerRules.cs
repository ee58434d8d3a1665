using CsCheck;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class AshaSchedulerRules
{
    private static readonly AshaSpec ByTwo = new() { Eta = 2 };

    [Fact]
    public void A_report_promotes_the_one_trial_that_became_one_of_the_best()
    {
        // Eta 2, rungs at 1, 2, 4 epochs. Of n results the best floor(n/2) go on.
        var scheduler = new AshaScheduler(ByTwo, Objective.ValidationAccuracy);

        Assert.Equal((Verdict.Pause, null), Report(scheduler, 1, 1, 0.5)); // of 1: none
        Assert.Equal((Verdict.Pause, 1), Report(scheduler, 2, 1, 0.4)); // of 2: the best, trial 1
        Assert.Equal((Verdict.Pause, null), Report(scheduler, 3, 1, 0.3)); // of 3: one, and trial 1 has gone on
        Assert.Equal((Verdict.Continue, null), Report(scheduler, 4, 1, 0.6)); // of 4: trials 4 and 1
        Assert.Equal((Verdict.Pause, null), Report(scheduler, 5, 1, 0.2)); // of 5: still two
        Assert.Equal((Verdict.Pause, 2), Report(scheduler, 6, 1, 0.1)); // of 6: trial 2 too
        Assert.Equal(3, scheduler.Paused); // 3, 5 and 6
        Assert.Equal([6], scheduler.Reached);
        Assert.Equal((Verdict.Pause, null), Report(scheduler, 1, 2, 0.7)); // the first at the second rung
        Assert.Equal((Verdict.Pause, 1), Report(scheduler, 4, 2, 0.6));
        Assert.Equal([6, 2], scheduler.Reached);
        Assert.Equal(Verdict.Continue, scheduler.Standing(1).Verdict);
    }

    [Fact]
    public void The_reason_has_the_figures()
    {
        var scheduler = new AshaScheduler(ByTwo, Objective.ValidationLoss);
        scheduler.Report(Trial(1), Record(1, 0.5));

        var decision = scheduler.Report(Trial(2), Record(1, 0.75));

        Assert.Equal("rung 0 (1 epoch): validation loss 0.2500 is rank 1 of 2, the best goes on", decision.Reason);
        Assert.Equal(
            "rung 1 (2 epochs): validation loss 0.2000 is rank 1 of 1, none goes on yet",
            scheduler.Report(Trial(2), Record(2, 0.8)).Reason);
    }

    [Fact]
    public void A_withdrawn_trial_is_pruned_and_never_promoted_and_its_result_still_counts()
    {
        var scheduler = new AshaScheduler(ByTwo, Objective.ValidationAccuracy);
        Report(scheduler, 1, 1, 0.5);

        Assert.Equal(Verdict.Prune, scheduler.Withdraw(1).Verdict);
        Assert.Equal((Verdict.Pause, null), Report(scheduler, 2, 1, 0.4));
        Assert.Equal(Verdict.Prune, scheduler.Standing(1).Verdict);
    }

    [Fact]
    public void No_trial_is_compared_before_its_grace_is_over_and_then_at_every_rung_that_it_passed()
    {
        var scheduler = new AshaScheduler(ByTwo with { Form = AshaForm.Stopping, Grace = 3 }, Objective.ValidationAccuracy);

        Assert.False(scheduler.Report(Trial(1), Record(1, 0.5)).AtRung);
        Assert.False(scheduler.Report(Trial(1), Record(2, 0.5)).AtRung);
        Assert.Equal(
            "rung 0 (1 epoch): validation accuracy 50.00 % is rank 1 of 1, none goes on yet, until 2 are there but the best so far; "
            + "rung 1 (2 epochs): validation accuracy 50.00 % is rank 1 of 1, none goes on yet, until 2 are there but the best so far",
            scheduler.Report(Trial(1), Record(3, 0.5)).Reason);
    }

    [Fact]
    public void Rungs_in_macs_are_reached_earlier_by_the_costlier_network()
    {
        var scheduler = new AshaScheduler(ByTwo with { Rungs = RungResource.Macs, Minimum = 100 }, Objective.ValidationAccuracy);

        Assert.False(scheduler.Report(new ScheduledTrial(1, 9, EpochMacs: 40), Record(1, 0.5)).AtRung);
        Assert.False(scheduler.Report(new ScheduledTrial(1, 9, EpochMacs: 40), Record(2, 0.5)).AtRung);
        Assert.True(scheduler.Report(new ScheduledTrial(1, 9, EpochMacs: 40), Record(3, 0.5)).AtRung); // 120 of 100
        Assert.Equal(
            "rung 0 (1E+2 MACs): validation accuracy 60.00 % is rank 1 of 2, the best goes on; rung 1 (2E+2 MACs): "
            + "validation accuracy 60.00 % is rank 1 of 1, none goes on yet",
            scheduler.Report(new ScheduledTrial(2, 9, EpochMacs: 300), Record(1, 0.6)).Reason);
    }

    [Fact]
    public void Rungs_in_seconds_are_reached_by_the_prediction()
    {
        var scheduler = new AshaScheduler(ByTwo with { Rungs = RungResource.Seconds, Minimum = 90 }, Objective.ValidationAccuracy);
        var slow = new ScheduledTrial(1, 9, EpochMacs: 1, EpochSeconds: 50);

        Assert.False(scheduler.Report(slow, Record(1, 0.5)).AtRung);
        Assert.Equal(
            "rung 0 (90 predicted seconds): validation accuracy 50.00 % is rank 1 of 1, none goes on yet",
            scheduler.Report(slow, Record(2, 0.5)).Reason);
        Assert.False(scheduler.Report(new ScheduledTrial(2, 9, EpochMacs: 1), Record(9, 0.5)).AtRung); // nothing was predicted
    }

    [Fact]
    public void With_fair_costs_trials_are_compared_with_their_like()
    {
        // Wide trials cost 64 times the MACs of small ones and are behind at first.
        var scheduler = new AshaScheduler(ByTwo with { Fair = Fairness.Cost }, Objective.ValidationAccuracy);
        ScheduledTrial Wide(int number) => new(number, 20, EpochMacs: 5 * 64);
        ScheduledTrial Small(int number) => new(number, 20, EpochMacs: 5);

        Assert.Equal(Verdict.Pause, scheduler.Report(Small(1), Record(1, 0.8)).Verdict);
        Assert.Equal(Verdict.Pause, scheduler.Report(Wide(2), Record(1, 0.3)).Verdict);
        Assert.Equal(1, scheduler.Report(Small(3), Record(1, 0.7)).Promotion?.Trial);
        var wide = scheduler.Report(Wide(4), Record(1, 0.2));
        Assert.Equal(2, wide.Promotion?.Trial);
        Assert.Equal(
            "rung 0 (1 epoch) of trials of 2.6E+2 to 1E+3 MACs an epoch: validation accuracy 20.00 % is rank 2 of 2, "
            + "the best goes on", wide.Reason);
        Assert.Equal([4], scheduler.Reached);
    }

    [Fact]
    public void A_result_that_is_no_number_ends_the_trial()
    {
        var scheduler = new AshaScheduler(ByTwo with { Form = AshaForm.Stopping }, Objective.ValidationLoss);

        Assert.Equal(Verdict.Prune, scheduler.Report(Trial(1), new EpochRecord(1, 0, 0, double.NaN, 0, 1)).Verdict);
        Assert.Equal(Verdict.Continue, scheduler.Report(Trial(2), Record(1, 0.1)).Verdict);
    }

    /// <summary>Results come from workers that end their jobs in any order; each then asks for its next job.</summary>
    [Fact]
    public void The_promotion_form_is_the_papers_algorithm() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 5], Gen.Int[0, 99].Array[40, 200], Gen.Int[0, 1_000].Array[200])
            .Sample((eta, workers, results, draws) =>
            {
                const int LastRung = 3;
                var paper = new PaperAlgorithm(eta, LastRung);
                var ours = new AshaScheduler(new AshaSpec { Eta = eta }, Objective.ValidationAccuracy);
                var epochsOf = Enumerable.Range(0, LastRung + 1).Select(rung => (int)Math.Pow(eta, rung)).ToList();
                var running = Enumerable.Range(0, workers).Select(_ => paper.GetJob()).ToList();
                var fresh = workers;
                foreach (var (result, draw) in results.Zip(draws))
                {
                    var (trial, rung) = running[draw % running.Count];
                    running.RemoveAt(draw % running.Count);
                    var decision = ours.Report(new ScheduledTrial(trial, epochsOf[LastRung], 1), Record(epochsOf[rung], result / 100.0));
                    paper.Report(trial, rung, result / 100.0);
                    var expected = paper.GetJob();
                    running.Add(expected);
                    var next = decision.Verdict is Verdict.Continue && rung < LastRung ? (trial, rung + 1)
                        : decision.Promotion is { } promotion ? (promotion.Trial, epochsOf.IndexOf(promotion.Epoch) + 1)
                        : (++fresh, 0);
                    Assert.Equal(expected, next);
                }
            });

    [Fact]
    public void Stored_decisions_replay_identically_and_a_changed_one_is_reported() =>
        Gen.Select(Gen.Bool, Gen.Int[2, 4], Gen.Int[0, 99].Array[30, 120], Gen.Int[0, 1_000].Array[120])
            .Sample((stops, eta, results, draws) =>
            {
                var spec = new AshaSpec { Eta = eta, Form = stops ? AshaForm.Stopping : AshaForm.Promotion };
                var live = new AshaScheduler(spec, Objective.ValidationAccuracy);
                var done = new Dictionary<int, int>();
                var records = new Dictionary<(int, int), EpochRecord>();
                var stored = new List<StoredDecision>();
                foreach (var (result, draw) in results.Zip(draws))
                {
                    var trial = (draw % 12) + 1;
                    if (draw % 50 == 0)
                    {
                        live.Withdraw(trial);
                        stored.Add(new StoredDecision(trial, null, SchedulerReplay.Cancel, "a person"));
                    }

                    if (live.Standing(trial).Verdict is not Verdict.Continue || done.GetValueOrDefault(trial) == 20)
                    {
                        continue;
                    }

                    var record = records[(trial, done.GetValueOrDefault(trial) + 1)] = Record(
                        done[trial] = done.GetValueOrDefault(trial) + 1, result / 100.0);
                    var decision = live.Report(Trial(trial), record);
                    if (decision.AtRung)
                    {
                        stored.Add(new StoredDecision(trial, record.Epoch, $"{decision.Verdict}", decision.Reason));
                    }

                    if (decision.Promotion is { } promotion)
                    {
                        stored.Add(new StoredDecision(promotion.Trial, promotion.Epoch, SchedulerReplay.Promote, promotion.Reason));
                    }
                }

                var restored = new AshaScheduler(spec, Objective.ValidationAccuracy);
                Assert.Empty(Repeat(restored, stored));
                Assert.Equal(live.Paused, restored.Paused);
                Assert.All(Enumerable.Range(1, 12), trial => Assert.Equal(live.Standing(trial).Verdict, restored.Standing(trial).Verdict));
                if (stored.FindIndex(one => one.Epoch is not null) is var changed and >= 0)
                {
                    stored[changed] = stored[changed] with { Reason = "another" };
                    Assert.Single(Repeat(new AshaScheduler(spec, Objective.ValidationAccuracy), stored));
                }

                IReadOnlyList<string> Repeat(AshaScheduler scheduler, IEnumerable<StoredDecision> decisions) =>
                    SchedulerReplay.Repeat(scheduler, decisions, Trial, (trial, epoch) => records[(trial, epoch)]);
            });

    private static (Verdict Verdict, int? Promoted) Report(AshaScheduler scheduler, int trial, int epoch, double accuracy) =>
        scheduler.Report(Trial(trial), Record(epoch, accuracy)) is var decision ? (decision.Verdict, decision.Promotion?.Trial) : default;

    private static ScheduledTrial Trial(int number) => new(number, 20, 1);

    private static EpochRecord Record(int epoch, double accuracy) => new(epoch, 1, 0.5, 1 - accuracy, accuracy, 1);
}
