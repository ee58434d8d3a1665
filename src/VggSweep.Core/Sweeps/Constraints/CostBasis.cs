using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// What a plan knew of the machine when a sweep was submitted. It is stored with the sweep, since constraints on
/// seconds or memory must judge every proposal alike, now and when the search is replayed.
/// </summary>
/// <param name="OnDevice">Whether trials are trained on a device.</param>
/// <param name="History">What was trained before, of each cost of a network the median.</param>
public sealed record CostBasis(bool OnDevice, IReadOnlyList<ThroughputSample> History, MachineCalibration? Calibration)
{
    /// <summary>Stored with every such sweep.</summary>
    private const int MostSamples = 64;

    /// <summary>
    /// The sweep with what is known now, where its constraints or objectives need that and nothing is stored yet.
    /// </summary>
    public static SweepSpec Bind(SweepSpec spec, PlanConditions conditions) =>
        spec.CostBasis is not null || !(spec.Constraints.Any(constraint => constraint.DependsOnMachine)
            || spec.Objectives.Any(
            objective => objective.Metric is ObjectiveMetric.PeakBytes or ObjectiveMetric.Seconds)) ? spec
        : spec with
        {
            CostBasis = new CostBasis(conditions.OnDevice, Medians(conditions.History), conditions.Calibration),
        };

    private static IReadOnlyList<ThroughputSample> Medians(IReadOnlyCollection<ThroughputSample> history)
    {
        var medians = history.GroupBy(sample => sample.MacsPerImage).OrderBy(network => network.Key)
            .Select(
                network =>
                    network.OrderBy(sample => sample.Macs / sample.Seconds).ElementAt(network.Count() / 2)).ToList();
        var step = Math.Max(1, (medians.Count + MostSamples - 1) / MostSamples);
        return [.. medians.Where((_, index) => index % step == 0)];
    }
}
