using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;
using VggSweep.Results;

namespace VggSweep.Cli.Reports;

/// <summary>The learning curves of a report: configurations with their seeds as replicates.</summary>
internal sealed class ReportCurves(SweepResults results, SweepHistory history)
{
    /// <summary>More plots beside each other are compared by nobody.</summary>
    private const int MostCurves = 12;

    /// <summary>More points are not seen at a plot's width.</summary>
    private const int MostEpochs = 300;

    private readonly Objective objective = results.Spec.Objective;

    private readonly IReadOnlyList<Configuration> configurations =
    [
        .. results.Trials.Where(trial => history.EpochsOf(trial.Trial).Count > 0).GroupBy(trial => Cell.KeyOf(trial.Parameters))
            .Select(group => new Configuration(
                group.First().Parameters,
                [.. group.OrderBy(trial => trial.Trial).Select(trial => trial.Trial)],
                group.Any(trial => trial.State is TrialState.Completed),
                [.. group.Select(trial => history.EpochsOf(trial.Trial))])),
    ];

    /// <summary>Configurations with a recorded epoch.</summary>
    public int Count => configurations.Count;

    /// <summary>The chosen one, then the completed ones, then the others, each by the newest epoch.</summary>
    public IReadOnlyList<ReportCurve> List()
    {
        var labels = TrialLabels.Of(results.Spec);
        var best = results.BestCell is { } cell ? Cell.KeyOf(cell.Parameters) : null;
        return
        [
            .. configurations.Select(one => (One: one, IsBest: Cell.KeyOf(one.Parameters) == best))
                .OrderByDescending(pair => pair.IsBest)
                .ThenByDescending(pair => pair.One.IsCompleted)
                .ThenByDescending(pair => pair.One.Replicates.Average(epochs => objective.ValueOf(epochs[^1])))
                .Take(MostCurves)
                .Select(pair => CurveOf(
                    pair.One, labels.For(pair.One.Parameters, pair.One.Trials.Count > 1 ? ["seed"] : []), pair.IsBest)),
        ];
    }

    /// <returns>The epoch with the best objective and that objective, in its own unit; null without epochs.</returns>
    public static (int Epoch, double Score)? BestEpoch(Objective objective, IReadOnlyList<EpochRecord> epochs) =>
        epochs.MaxBy(record => objective.ValueOf(record)) is { } best
            ? (best.Epoch, Math.Abs(objective.ValueOf(best)))
            : null;

    private ReportCurve CurveOf(Configuration one, string label, bool isBest)
    {
        var byEpoch = one.Replicates.SelectMany(epochs => epochs).GroupBy(record => record.Epoch)
            .OrderBy(group => group.Key).Select(group => (Epoch: group.Key, Records: group.ToList())).ToList();
        var best = byEpoch.MaxBy(epoch => MeanOf(epoch.Records));
        var stride = (byEpoch.Count + MostEpochs - 1) / MostEpochs;
        return new ReportCurve(
            label, one.Trials, one.Trials.Count, isBest, best.Epoch, Math.Abs(MeanOf(best.Records)),
            [
                .. byEpoch.Where((_, index) => index % stride == 0 || index == byEpoch.Count - 1)
                    .Select(epoch => EpochOf(epoch.Epoch, epoch.Records)),
            ]);
    }

    private double MeanOf(List<EpochRecord> records) => records.Average(record => objective.ValueOf(record));

    private static ReportCurveEpoch EpochOf(int epoch, List<EpochRecord> records)
    {
        return new(
            epoch, records.Count, Over(record => record.TrainLoss), Over(record => record.TrainAccuracy),
            Over(record => record.ValidationLoss), Over(record => record.ValidationAccuracy));

        IReadOnlyList<double?> Over(Func<EpochRecord, double> value)
        {
            var estimate = Estimate.Of([.. records.Select(value)]);
            return [estimate.Mean, estimate.Low, estimate.High];
        }
    }

    private sealed record Configuration(
        TrialParameters Parameters, IReadOnlyList<int> Trials, bool IsCompleted,
        IReadOnlyList<IReadOnlyList<EpochRecord>> Replicates);
}
