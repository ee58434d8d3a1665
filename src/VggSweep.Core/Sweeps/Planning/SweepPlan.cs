using VggSweep.Core.Simulation;
using VggSweep.Core.Sweeps.Constraints;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>What a sweep will do and cost, before it does it.</summary>
/// <param name="Spec">With what its constraints judge by.</param>
/// <param name="Trials">In the order in which they are proposed; of a large sweep some, evenly spread.</param>
/// <param name="Groups">Networks that differ in cost and never in capacity.</param>
/// <param name="Slots">Trials at once: the machine's, or fewer if the sweep says so.</param>
/// <param name="IsGuess">Whether the seconds rest on no measurement of this machine.</param>
/// <param name="PredictedSeconds">From the start to the last end, of the admitted trials on all slots.</param>
/// <param name="DiskBytes">
/// At most: the weights of every admitted trial, and two checkpoints of the largest ones on all slots, or of all where
/// a scheduler lets them pause.
/// </param>
public sealed record SweepPlan(
    SweepSpec Spec,
    IReadOnlyList<PlannedTrial> Trials,
    IReadOnlyList<GeometryGroup> Groups,
    int Slots,
    bool IsGuess,
    double PredictedSeconds,
    long DiskBytes)
{
    /// <summary>Trials that a plan looks at, at most; the sums of a larger sweep are estimated from so many.</summary>
    public const int MostTrials = 100_000;

    /// <summary>All trials, those that are not in <see cref="Trials"/> included.</summary>
    public required long Count { get; init; }

    /// <summary>The trials that will run.</summary>
    public IEnumerable<PlannedTrial> Admitted => Trials.Where(trial => trial.Admitted);

    /// <summary>Of all admitted trials, training and evaluation, as far as the scheduler lets them when results rank at random.</summary>
    public required double TrainingMacs { get; init; }

    /// <summary>Admitted trials that the scheduler ends early when results rank at random.</summary>
    public required int EndEarly { get; init; }

    /// <summary>
    /// Of a search that learns from results: the seconds from start to end over several seeds on parametric curves, see
    /// <see cref="PowerLawCurves"/>. <see cref="PredictedSeconds"/> bounds nothing there. Null for other or very long searches.
    /// </summary>
    public Spread? Range { get; init; }

    /// <summary>Trials that the budget has room for when results rank at random; null without a budget.</summary>
    public int? WithinBudget { get; init; }

    /// <summary>Parameters that change nothing, and trials that are the same as others.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How many configurations the constraints exclude; null without constraints.</summary>
    public Exclusions? Exclusions { get; init; }

    /// <summary>Of all admitted trials, if each ran all its epochs.</summary>
    public double MostTrainingMacs => Admitted.Sum(trial => trial.Cost.TrainingMacs) * Count / Math.Max(1, Trials.Count);

    /// <summary>The trials that the spec's own sampler proposes, one after another, with what each costs by itself.</summary>
    public static IEnumerable<PlannedTrial> Propose(SweepSpec spec, PlanConditions conditions) =>
        new SweepPlanner(CostBasis.Bind(spec, conditions), conditions).Propose();

    /// <summary>Drives the spec's own sampler and scheduler to their end.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: 100,000 trials under a scheduler take minutes.</exception>
    public static SweepPlan Make(SweepSpec spec, PlanConditions conditions, CancellationToken cancellation = default) =>
        Make(spec, conditions, MostTrials, cancellation);

    /// <param name="most">Trials to look at.</param>
    /// <inheritdoc cref="Make(SweepSpec, PlanConditions, CancellationToken)"/>
    public static SweepPlan Make(SweepSpec spec, PlanConditions conditions, int most, CancellationToken cancellation = default) =>
        new SweepPlanner(CostBasis.Bind(spec, conditions), conditions).Plan(most, cancellation);
}
