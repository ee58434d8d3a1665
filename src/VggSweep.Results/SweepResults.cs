using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Results;

/// <summary>A sweep as its rows tell it.</summary>
public sealed record SweepResults(
    string Sweep, SweepState State, DateTimeOffset Created, string SpecYaml, SweepSpec Spec, IReadOnlyList<TrialResult> Trials)
{
    /// <summary>A sentence for each trial that cannot be read and is not among <see cref="Trials"/>.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Trials that are still to be proposed, at most.</summary>
    public int ToPropose { get; init; }

    /// <summary>The stored trials by state, those that are not among <see cref="Trials"/> included.</summary>
    public IReadOnlyDictionary<TrialState, int> Counts
    {
        get => field ?? Trials.CountBy(trial => trial.State).ToDictionary();
        init;
    }

    /// <summary>The trials that are stored.</summary>
    public int Stored => Counts.Values.Sum();

    /// <summary>The trials of the whole sweep, at most.</summary>
    public int Total => Stored + ToPropose;

    /// <summary>Whether the sweep has stored trials that are not among <see cref="Trials"/>.</summary>
    public bool HasMore => Stored > Trials.Count + Problems.Count;

    /// <summary>The configurations that have completed, with their seeds as replicates.</summary>
    public IReadOnlyList<Cell> Cells => field ??= Cell.Of(Trials, Spec.Objective);

    /// <summary>The cell with the best mean objective; null when no trial has completed.</summary>
    public Cell? BestCell => Cell.Best(Cells);

    /// <summary>The trial of the best cell with the best objective: whose weights to use.</summary>
    public TrialResult? Best => BestCell?.Trials.Best(Spec.Objective);

    /// <summary>The best so far, complete or not, by the newest epoch of each.</summary>
    /// <remarks>Given where <see cref="Trials"/> are some of many.</remarks>
    public TrialResult? BestOfRecorded
    {
        get => field ?? Best ?? Trials
            .Where(trial => trial is { Epochs: > 0, ValidationAccuracy: not null }).BestRecorded(Spec.Objective);
        init;
    }

    /// <summary>The cells whose mean cannot be told from the best one's at <see cref="Estimate.Confidence"/>.</summary>
    /// <remarks>Cells of one seed are not among them: of those nothing is known.</remarks>
    public IReadOnlyList<Cell> AsGoodAsBest => BestCell is { } best
        ? [.. Cells.Where(cell => cell != best && cell.Objective.Differs(best.Objective) == false)]
        : [];

    public int Count(TrialState state) => Counts.GetValueOrDefault(state);
}
