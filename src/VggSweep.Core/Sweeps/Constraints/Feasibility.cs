namespace VggSweep.Core.Sweeps.Constraints;

/// <summary>Judges configurations by a sweep's constraints, before a trial exists.</summary>
/// <remarks>Not thread-safe: networks are kept.</remarks>
internal sealed class Feasibility(SweepSpec spec)
{
    private readonly CostModel costs = new(spec);

    /// <summary>Whether the sweep has constraints.</summary>
    public bool IsConstrained => spec.Constraints.Count > 0;

    public bool Allows(TrialParameters trial) => !IsConstrained || !Violated(trial).Any();

    /// <summary>The constraints that a configuration does not meet.</summary>
    public IEnumerable<Constraint> Violated(TrialParameters trial)
    {
        var facts = new TrialFacts(
            trial, key => spec.Has(trial, key), () => costs.Of(trial), spec.CostBasis is not null);
        return spec.Constraints.Where(constraint => !constraint.Holds(facts));
    }
}
