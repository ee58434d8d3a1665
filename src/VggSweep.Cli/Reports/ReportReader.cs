using System.Globalization;
using VggSweep.Cli.Results;
using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>Makes of a sweep's rows what its page draws: everything of a small sweep, the best and the newest of a large one.</summary>
internal static class ReportReader
{
    private const int MostTrials = 500;
    private const int MostEvents = 1_000;
    private const int MostAttempts = 2_000;

    public static ReportData Read(SweepResults results, SweepHistory history, DateTimeOffset now)
    {
        var (cells, curves, training) = (new ReportCells(results), new ReportCurves(results, history), results.Spec.Training);
        return new ReportData(
            results.Sweep,
            results.Spec.Name,
            ReportPage.Text(results.Created),
            results.State.ToString().ToLowerInvariant(),
            results.Spec.Objective is Objective.ValidationLoss ? "loss" : "accuracy",
            training.Images,
            training.ValidationImages,
            ResultTables.ChosenOn(training),
            FashionMnistFiles.TestImages,
            results.SpecYaml,
            ReportPage.Text(now),
            ReportOrigin.Of(results),
            ReportCells.KeysOf(results),
            cells.List(),
            results.Cells.Count,
            cells.Grid(),
            cells.Fronts(),
            curves.List(),
            curves.Count,
            ReportFit.Of(results),
            ReportImportances.Of(results),
            ReportRungs.Of(results, history),
            [.. history.Attempts.TakeLast(MostAttempts).Select(attempt => AttemptOf(attempt, results.Created, now))],
            history.Attempts.Count,
            [.. history.Events.TakeLast(MostEvents).Select(EventOf)],
            history.Events.Count,
            Trials(results, history),
            results.Stored,
            results.Best?.Trial,
            results.Trials.Select(trial => trial.Epochs).DefaultIfEmpty(0).Max());
    }

    private static IReadOnlyList<ReportTrial> Trials(SweepResults results, SweepHistory history)
    {
        var (objective, labels) = (results.Spec.Objective, TrialLabels.Of(results.Spec));
        var chosen = results.BestCell?.Trials.Select(trial => trial.Trial).ToHashSet() ?? [];
        return
        [
            .. results.Trials
                .OrderByDescending(trial => chosen.Contains(trial.Trial))
                .ThenByDescending(trial => trial.State is TrialState.Completed)
                .ThenByDescending(trial => trial is { ValidationAccuracy: not null, ValidationLoss: not null }
                    ? objective.ValueOf(trial) : double.NegativeInfinity)
                .Take(MostTrials)
                .OrderBy(trial => trial.Trial)
                .Select(trial => TrialOf(
                    trial, labels.For(trial.Parameters), ReportCurves.BestEpoch(objective, history.EpochsOf(trial.Trial)))),
        ];
    }

    private static ReportTrial TrialOf(TrialResult trial, string label, (int Epoch, double Score)? best) => new(
        trial.Trial, label, trial.State.ToString().ToLowerInvariant(), trial.Outcome, trial.Detail, trial.Params, trial.Macs,
        trial.ValidationAccuracy, trial.TestAccuracy, best?.Epoch, best?.Score, trial.Seconds, trial.PredictedSeconds,
        trial.PeakBytes, trial.PredictedBytes == 0 ? null : trial.PredictedBytes, trial.Epochs);

    private static ReportAttempt AttemptOf(ListedAttempt attempt, DateTimeOffset created, DateTimeOffset now) => new(
        attempt.Worker, attempt.Trial, attempt.Attempt, (attempt.Started - created).TotalSeconds,
        ((attempt.Ended ?? now) - created).TotalSeconds, attempt.Outcome,
        attempt.Outcome switch
        {
            nameof(TrialOutcome.Completed) => "completed",
            null or nameof(TrialOutcome.Paused) or nameof(TrialOutcome.Pruned) or nameof(TrialOutcome.Released)
                or nameof(TrialOutcome.Cancelled) => "stopped",
            _ => "lost",
        });

    private static ReportEvent EventOf(ListedEvent one) => new(
        one.At.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture), one.Trial, one.Epoch, one.Kind, one.Reason);
}
