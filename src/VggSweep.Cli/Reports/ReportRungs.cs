using VggSweep.Core.Api;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>Who was compared at each rung and who advanced, read from the scheduler's decisions.</summary>
internal static class ReportRungs
{
    private const string Advanced = "advanced";
    private const string Paused = "paused";
    private const string Pruned = "pruned";

    /// <summary>More points above each other are not seen.</summary>
    private const int MostPoints = 60;

    public static IReadOnlyList<ReportRung> Of(SweepResults results, SweepHistory history)
    {
        var trials = results.Trials.ToDictionary(trial => trial.Trial);
        var labels = TrialLabels.Of(results.Spec);
        return
        [
            .. history.Events.Where(IsComparison).GroupBy(one => one.Epoch!.Value).OrderBy(rung => rung.Key)
                .Select(rung => RungOf(
                    rung.Key,
                    [
                        .. rung.GroupBy(one => one.Trial!.Value).Where(events => trials.ContainsKey(events.Key))
                            .Select(events => PointOf(trials[events.Key], rung.Key, events)),
                    ])),
        ];

        ReportRungPoint PointOf(TrialResult trial, int epoch, IEnumerable<ListedEvent> events) => new(
            trial.Trial, labels.For(trial.Parameters),
            history.EpochsOf(trial.Trial).FirstOrDefault(record => record.Epoch == epoch) is { } record
                ? Math.Abs(results.Spec.Objective.ValueOf(record))
                : double.NaN,
            FateOf(trial, epoch, events));

        ReportRung RungOf(int epoch, IReadOnlyList<ReportRungPoint> points)
        {
            var sign = results.Spec.Objective is Objective.ValidationLoss ? 1 : -1;
            var ranked = points.OrderBy(point => double.IsNaN(point.Value)).ThenBy(point => sign * point.Value).ToList();
            var known = ranked.Where(point => double.IsFinite(point.Value)).ToList();
            return new(
                epoch, points.Count, Count(Advanced), Count(Paused), Count(Pruned), known.FirstOrDefault()?.Value,
                known.LastOrDefault(point => point.Fate == Advanced)?.Value, [.. known.Take(MostPoints)]);

            int Count(string fate) => points.Count(point => point.Fate == fate);
        }
    }

    private static bool IsComparison(ListedEvent one) => one is
    {
        Trial: not null, Epoch: not null,
        Kind: nameof(Verdict.Continue) or nameof(Verdict.Pause) or nameof(Verdict.Prune) or SchedulerReplay.Promote,
    };

    /// <summary>A trial that waited may have been promoted later, or pruned when the sweep ended.</summary>
    private static string FateOf(TrialResult trial, int epoch, IEnumerable<ListedEvent> events) => events.Last().Kind switch
    {
        nameof(Verdict.Continue) or SchedulerReplay.Promote => Advanced,
        nameof(Verdict.Prune) => Pruned,
        _ when trial.State is TrialState.Pruned && trial.Epochs == epoch => Pruned,
        _ => Paused,
    };
}
