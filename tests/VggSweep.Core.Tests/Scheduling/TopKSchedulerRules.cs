using CsCheck;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.TopK;
using VggSweep.Core.Sweeps;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class TopKSchedulerRules
{
    private static readonly Gen<(int Trials, int Slots, int Keep, int First, int[] Results)> Sweeps =
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 30].Array[30]);

    [Fact]
    public void All_train_the_first_epochs_and_the_best_of_them_train_to_their_end() =>
        Sweeps.Sample((trials, slots, keep, first, results) =>
        {
            const int Epochs = 5;
            var scheduler = new TopKScheduler(new TopKSpec { Epochs = first, Keep = keep }, Objective.ValidationAccuracy);

            // Later epochs rank the other way round: they must not matter.
            double Accuracy(int trial, int epoch) => (epoch <= first ? results[trial - 1] : 30 - results[trial - 1]) / 30.0;
            var sweep = new DrivenSweep(scheduler, trials, Epochs, Accuracy).Run(slots, [0, 2, 1]);

            var arrived = sweep.Stored.Where(one => one is { Epoch: { } epoch, Kind: nameof(Verdict.Pause) } && epoch == first)
                .Select(one => one.Trial!.Value);
            var best = arrived.OrderByDescending(trial => results[trial - 1]).Take(keep);
            Assert.Equal(best.Order(), sweep.Complete);
            Assert.All(Enumerable.Range(1, trials).Except(best), trial => Assert.Equal(first, sweep.EpochsOf(trial)));
        }, iter: 100);

    [Fact]
    public void A_withdrawn_trial_leaves_its_place_to_the_next()
    {
        var scheduler = new TopKScheduler(new TopKSpec { Keep = 2 }, Objective.ValidationLoss);
        foreach (var trial in (int[])[1, 2, 3, 4])
        {
            scheduler.Report(new ScheduledTrial(trial, 9, 1), new(1, 1, 0, 0.1 * trial, 0, 1));
        }

        scheduler.Withdraw(2);

        Assert.Equal(
            [
                new Promotion(1, 1, "it is rank 1 of 4, and the best 2 train to their end"),
                new Promotion(3, 1, "it is rank 3 of 4, and the best 2 train to their end"),
            ],
            scheduler.PromoteLast());
        Assert.Empty(scheduler.PromoteLast());
        Assert.Equal(1, scheduler.Paused);
    }
}
