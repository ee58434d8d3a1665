using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search;
using VggSweep.Core.Search.Budgets;
using VggSweep.Core.Search.Grid;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Core.Sweeps;

/// <summary>A sweep file that was read without a mistake.</summary>
public sealed record SweepSpec
{
    public required string Name { get; init; }

    /// <summary>What every trial has unless a parameter says otherwise.</summary>
    public required TrialParameters Base { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<ParameterSpace> Parameters { get; init; }

    /// <summary>What every configuration meets before it becomes a trial. Default: none.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>
    /// What constraints on seconds and memory judge by. Default: nothing is known yet, and those constraints hold.
    /// </summary>
    public CostBasis? CostBasis { get; init; }

    public SearchSpec Search { get; init; } = new();

    /// <summary>Default: none.</summary>
    public SchedulerSpec Scheduler { get; init; } = new RunToEndSpec();

    /// <summary>Default: validation accuracy.</summary>
    public Objective Objective { get; init; } = Objective.ValidationAccuracy;

    /// <summary>
    /// All objectives where there are several; the first is <see cref="Objective"/>, by which schedulers compare. Default: none.
    /// </summary>
    public IReadOnlyList<ObjectiveSpec> Objectives { get; init; } = [];

    public TrainingSpec Training { get; init; } = new();

    public LimitsSpec Limits { get; init; } = new();

    public PlacementSpec Placement { get; init; } = new();

    /// <summary>Default: any.</summary>
    public ResumeRule Resume { get; init; } = ResumeRule.Any;

    /// <summary>
    /// Whether a configuration has a parameter. Where its conditions do not hold, a trial carries the network's value
    /// instead, so that trials that differ in nothing else are one.
    /// </summary>
    public bool Has(TrialParameters trial, string key) => Parameters.FirstOrDefault(space => space.Key == key) is not { } space
        || space.When.All(condition =>
            Has(trial, condition.Key) && condition.Holds(TrialParameterTable.Of(condition.Key).Get(trial)));

    /// <summary>The most epochs that a trial may have.</summary>
    public int MostEpochs() => Parameters.FirstOrDefault(space => space.Key == "epochs") switch
    {
        ParameterSpace.Values values => (int)values.Items.Max(value => (long)value),
        ParameterSpace.Integers range => (int)range.High,
        _ => Base.Epochs,
    };
}

/// <summary>By what the best trial is chosen; never by the test images, unless nothing is held out.</summary>
public enum Objective
{
    ValidationAccuracy,
    ValidationLoss,
}

/// <summary>How configurations are drawn from the parameters.</summary>
public sealed record SearchSpec
{
    /// <summary>Default: grid.</summary>
    public SamplerSpec Sampler { get; init; } = new GridSpec();

    /// <summary>Trials at most; a random search needs it. Default: all of the grid.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>Seeds the random search. Default: 0.</summary>
    public long Seed { get; init; }

    /// <summary>What <c>method: auto</c> chose and why; null when the file names a method.</summary>
    public string? Chosen { get; init; }

    /// <summary>What it may take beside <see cref="MaxTrials"/>. Default: no limit.</summary>
    public SearchBudget? Budget { get; init; }
}

/// <summary>Where the sweep stops.</summary>
public sealed record LimitsSpec
{
    /// <summary>Trials trained at once. Default: as many as the machine has slots.</summary>
    public int? Slots { get; init; }

    /// <summary>Further attempts after one that may be retried. Default: 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Longest attempt. Default: no limit.</summary>
    public TimeSpan? TrialTimeout { get; init; }

    /// <summary>Failed trials after which the sweep starts no more. Default: no limit.</summary>
    public int? FailedTrials { get; init; }
}

/// <summary>Which workers train the sweep, and its priority.</summary>
public sealed record PlacementSpec
{
    public const int LowestPriority = -1_000;
    public const int HighestPriority = 1_000;

    /// <summary>
    /// Sweeps of a higher priority get every free slot that suits them first; equals share slot time equally. Default: 0.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>Labels that a worker must have, all of them. Default: none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>Where a trial that has begun may go on.</summary>
public enum ResumeRule
{
    /// <summary>On a worker of equal numerics if one is there, else on another; a trial that changed is marked.</summary>
    Any,

    /// <summary>Only on a worker of equal numerics, however long that takes: results repeat bit for bit.</summary>
    Exact,
}
