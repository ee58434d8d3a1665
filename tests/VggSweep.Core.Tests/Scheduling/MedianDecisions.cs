using System.Text.Json;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.MedianStopping;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

/// <summary>The scheduler decides as Optuna 3.1.0's MedianPruner does, see bench/peers/record_median.py.</summary>
public sealed class MedianDecisions
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "median.json"))).RootElement;

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_decision_is_made_again(int number)
    {
        var recorded = Recorded.GetProperty("cases")[number];
        var epochs = recorded.GetProperty("epochs").GetInt32();
        var scheduler = new MedianScheduler(
            new MedianSpec { Startup = recorded.GetProperty("startup").GetInt32(), Grace = recorded.GetProperty("grace").GetInt32() },
            recorded.GetProperty("objective").GetString() == "loss" ? Objective.ValidationLoss : Objective.ValidationAccuracy);
        var pruned = 0;
        foreach (var decision in recorded.GetProperty("decisions").EnumerateArray())
        {
            var (trial, epoch) = (decision[0].GetInt32(), decision[1].GetInt32());
            var (value, isPruned) = (decision[2].GetDouble(), decision[3].GetBoolean());
            var ours = scheduler.Report(new ScheduledTrial(trial, epochs, 1), new EpochRecord(epoch, 0, 0, value, value, 1));
            Assert.True(
                ours.Verdict is Verdict.Prune == isPruned,
                $"trial {trial}, epoch {epoch}: Optuna {(isPruned ? "prunes" : "goes on")}, ours: {ours.Verdict}, {ours.Reason}");
            pruned += isPruned ? 1 : 0;
        }

        Assert.InRange(pruned, 10, int.MaxValue);
    }

    [Fact]
    public void A_trial_without_a_number_ends_and_the_reason_has_the_figures()
    {
        var scheduler = new MedianScheduler(new MedianSpec { Startup = 2 }, Objective.ValidationLoss);
        foreach (var (trial, loss) in ((int, double)[])[(1, 0.5), (2, 0.75)])
        {
            scheduler.Report(new ScheduledTrial(trial, 2, 1), new EpochRecord(1, 0, 0, loss, 0, 1));
            Assert.Equal("it is complete", scheduler.Report(new ScheduledTrial(trial, 2, 1), new EpochRecord(2, 0, 0, loss, 0, 1)).Reason);
        }

        Assert.Equal(
            new Decision(
                Verdict.Prune,
                "epoch 1: the best validation loss 0.6300, the median of 2 complete is validation loss 0.6250",
                AtRung: true),
            scheduler.Report(new ScheduledTrial(3, 2, 1), new EpochRecord(1, 0, 0, 0.63, 0, 1)));
        Assert.Equal(Verdict.Continue, scheduler.Report(new ScheduledTrial(4, 2, 1), new EpochRecord(1, 0, 0, 0.625, 0, 1)).Verdict);
        Assert.Equal(Verdict.Prune, scheduler.Report(new ScheduledTrial(5, 2, 1), new EpochRecord(1, 0, 0, double.NaN, 0, 1)).Verdict);
    }
}
