using System.Text.Json;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.Asha;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

/// <summary>
/// The stopping form decides as Optuna 3.1.0's SuccessiveHalvingPruner does, see bench/peers/record_asha.py. The one
/// difference: Optuna may prune a trial at its last epoch, which saves nothing; here it is complete.
/// </summary>
public sealed class OptunaDecisions
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", "asha.json"))).RootElement;

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Recorded.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_recorded_decision_is_made_again(int number)
    {
        var recorded = Recorded.GetProperty("cases")[number];
        var epochs = recorded.GetProperty("epochs").GetInt32();
        var scheduler = new AshaScheduler(
            new AshaSpec
            {
                Form = AshaForm.Stopping,
                Minimum = recorded.GetProperty("minimum").GetDouble(),
                Eta = recorded.GetProperty("eta").GetInt32(),
            },
            recorded.GetProperty("objective").GetString() == "loss" ? Objective.ValidationLoss : Objective.ValidationAccuracy);
        var (pruned, prunedAtEnd) = (0, 0);
        foreach (var decision in recorded.GetProperty("decisions").EnumerateArray())
        {
            var (trial, epoch, value, isPruned) = (
                decision[0].GetInt32(), decision[1].GetInt32(), decision[2].GetDouble(), decision[3].GetBoolean());
            var ours = scheduler.Report(new ScheduledTrial(trial, epochs, 1), new EpochRecord(epoch, 0, 0, value, value, 1));
            Assert.True(
                ours.Verdict is Verdict.Prune == (isPruned && epoch < epochs),
                $"trial {trial}, epoch {epoch}: Optuna {(isPruned ? "prunes" : "goes on")}, ours: {ours.Verdict}, {ours.Reason}");
            (pruned, prunedAtEnd) = (pruned + (isPruned ? 1 : 0), prunedAtEnd + (isPruned && epoch == epochs ? 1 : 0));
        }

        Assert.InRange(pruned - prunedAtEnd, 10, int.MaxValue);
    }
}
