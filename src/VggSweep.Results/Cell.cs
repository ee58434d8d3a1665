using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Results;

/// <summary>One configuration and its completed trials, which differ in their seeds only: replicates of one another.</summary>
/// <param name="Parameters">Of the first replicate.</param>
/// <param name="Trials">The completed ones in the order of their numbers, at least one.</param>
/// <param name="Objective">Over the replicates; greater is better.</param>
public sealed record Cell(TrialParameters Parameters, IReadOnlyList<TrialResult> Trials, Estimate Objective)
{
    /// <summary>0 to 1; null where a replicate has none.</summary>
    public Estimate? Validation => Over(trial => trial.ValidationAccuracy);

    /// <summary>Of the final weights, 0 to 1; null where a replicate has none.</summary>
    public Estimate? Test => Over(trial => trial.TestAccuracy);

    /// <summary>Multiply-accumulates of one image forward.</summary>
    public long Macs => Trials[0].Macs;

    public long Params => Trials[0].Params;

    /// <summary>The cells of the completed trials, in the order of their first trials.</summary>
    public static IReadOnlyList<Cell> Of(IEnumerable<TrialResult> trials, Objective objective) =>
    [
        .. trials.Where(trial => trial.State is TrialState.Completed)
            .GroupBy(trial => KeyOf(trial.Parameters))
            .Select(group => group.OrderBy(trial => trial.Trial).ToList())
            .Select(group => new Cell(group[0].Parameters, group, Estimate.Of([.. group.Select(trial => objective.ValueOf(trial))])))
            .OrderBy(cell => cell.Trials[0].Trial),
    ];

    /// <summary>Equal for trials that differ in their seeds only.</summary>
    public static string KeyOf(TrialParameters parameters) => TrialParametersJson.Write(parameters with { Seed = 0 });

    /// <summary>The cell with the best mean; ties go to the cheaper one. A lucky seed alone chooses nothing.</summary>
    public static Cell? Best(IEnumerable<Cell> cells) =>
        cells.OrderByDescending(cell => cell.Objective.Mean).ThenBy(cell => cell.Macs).FirstOrDefault();

    /// <summary>The best replicate of the best cell: whose weights to use.</summary>
    public static TrialResult? BestTrial(IEnumerable<TrialResult> trials, Objective objective) =>
        Best(Of(trials, objective))?.Trials.Best(objective);

    private Estimate? Over(Func<TrialResult, double?> value)
    {
        var values = Trials.Select(value).OfType<double>().ToList();
        return values.Count == Trials.Count ? Estimate.Of(values) : null;
    }
}
