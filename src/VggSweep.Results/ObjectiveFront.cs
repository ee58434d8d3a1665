using VggSweep.Core.Api;
using VggSweep.Core.Search.Genetic;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Results;

/// <summary>
/// Of a sweep with several objectives, the completed trials to which no other is equal or better in all.
/// </summary>
/// <param name="Trials">By the first objective, the best first.</param>
/// <param name="Hypervolume">
/// The share of the box between the worst and the best of each objective that the front dominates: 0 to 1. Null where an
/// objective does not differ.
/// </param>
public sealed record ObjectiveFront(IReadOnlyList<TrialResult> Trials, double? Hypervolume)
{
    /// <returns>Null with one objective, or before a trial is complete.</returns>
    public static ObjectiveFront? Of(SweepResults results)
    {
        var objectives = results.Spec.Objectives;
        var complete = results.Trials.Where(
            trial => trial is { State: TrialState.Completed, ValidationAccuracy: not null }).ToList();
        if (objectives.Count < 2 || complete.Count == 0)
        {
            return null;
        }

        IReadOnlyList<double>[] values =
        [
            .. complete.Select(trial => objectives.Select(one => one.ValueOf(Measures(trial))).ToList()),
        ];
        var front = ParetoFronts.First(values);
        return new ObjectiveFront(
            [.. front.OrderByDescending(index => values[index][0]).ThenBy(index => complete[index].Trial)
                .Select(index => complete[index])],
            Volume(values, objectives.Count));
    }

    /// <summary>As they were measured; what was not, as it was predicted.</summary>
    public static TrialMeasures Measures(TrialResult trial) => new(
        trial.ValidationAccuracy ?? 0, trial.ValidationLoss ?? 0, trial.Macs, trial.Params,
        trial.PeakBytes ?? trial.PredictedBytes, trial.Seconds);

    private static double? Volume(IReadOnlyList<double>[] values, int objectives)
    {
        double[] worst =
        [
            .. Enumerable.Range(0, objectives).Select(objective => values.Min(value => value[objective])),
        ];
        double[] ranges =
        [
            .. Enumerable.Range(0, objectives).Select(
                objective => values.Max(value => value[objective]) - worst[objective]),
        ];
        return ranges.Contains(0) ? null
            : Core.Search.Genetic.Hypervolume.Of(
                values.Select(
                    value => value.Select((one, objective) => (one - worst[objective]) / ranges[objective]).ToList()),
                new double[objectives]);
    }
}
