using VggSweep.Core.Sweeps.Planning;

namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>
/// What configurations of a sweep cost, alike on every machine: by the sweep alone and what is stored with it.
/// </summary>
/// <remarks>Not thread-safe: networks are kept.</remarks>
internal sealed class CostModel(SweepSpec spec)
{
    private readonly TrialPlanner planner = new(
        spec, new PlanConditions(
            1, SlotBytes: null, spec.CostBasis?.History ?? [], spec.CostBasis?.Calibration,
            spec.CostBasis?.OnDevice ?? false));

    public TrialCost Of(TrialParameters trial) => planner.Plan(1, trial).Cost;
}
