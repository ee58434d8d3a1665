using CsCheck;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.Pasha;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

public sealed class PashaSchedulerRules
{
    private static readonly Gen<(int Eta, int Workers, int Tolerance, int[] Results, int[] Draws)> Searches = Gen.Select(
        Gen.Int[2, 3], Gen.Int[1, 5], Gen.Int[0, 12], Gen.Int[0, 99].Array[40, 250], Gen.Int[0, 1_000].Array[250]);

    /// <summary>Results come from workers that end their jobs in any order; each then asks for its next job.</summary>
    [Fact]
    public void It_is_the_papers_algorithm() =>
        Searches.Sample((eta, workers, tolerance, results, draws) =>
        {
            const int LastRung = 4;
            var epsilon = (tolerance + 0.5) / 100;
            var paper = new PaperPasha(eta, LastRung, epsilon);
            var epochsOf = Enumerable.Range(0, LastRung + 1).Select(rung => (int)Math.Pow(eta, rung)).ToList();
            var spec = new PashaSpec { Eta = eta, Epsilon = epsilon };
            var ours = new PashaScheduler(spec, epochsOf[LastRung], Objective.ValidationAccuracy);
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
                var next = decision.Promotion is { } promotion ? (promotion.Trial, epochsOf.IndexOf(promotion.Epoch) + 1)
                    : decision.Verdict is Verdict.Continue && rung < LastRung ? (trial, rung + 1)
                    : (++fresh, 0);
                Assert.Equal((expected, paper.Top), (next, ours.Top));
            }
        });

    [Fact]
    public void Where_the_ranking_holds_only_the_best_trains_beyond_the_second_rung()
    {
        var scheduler = new PashaScheduler(new PashaSpec(), 27, Objective.ValidationAccuracy);

        var sweep = new DrivenSweep(scheduler, 27, 27, (trial, epoch) => trial / 30.0).Run(3, [0, 1, 2]);

        Assert.Equal([27], sweep.Complete);
        Assert.All(Enumerable.Range(1, 26), trial => Assert.InRange(sweep.EpochsOf(trial), 1, 3));
        Assert.Equal(1, scheduler.Top);
        Assert.Contains(sweep.Stored, one => one.Reason == "rung 1: the ranking has settled, and its best trial trains to its end");
    }

    private static EpochRecord Record(int epoch, double accuracy) => new(epoch, 1, 0.5, 1 - accuracy, accuracy, 1);
}
