using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Importance;

/// <summary>Which swept parameters decide whether a configuration is among the best (PED-ANOVA).</summary>
/// <param name="Configurations">Completed ones, seeds averaged.</param>
/// <param name="Top">Of these, the best.</param>
/// <param name="Quantile">The share that counts as best, γ.</param>
/// <param name="Parameters">The most important first; empty where the data are too few or do not differ.</param>
/// <param name="Refusal">Why nothing can be said; null where something can.</param>
public sealed record ImportanceAnswer(
    string Sweep, Objective Objective, int Configurations, int Top, double Quantile,
    IReadOnlyList<ParameterImportance> Parameters, string? Refusal) : IAnswer
{
    /// <summary>The authors of PED-ANOVA in Optuna ask for as many.</summary>
    private const int SteadyTop = 5;

    public IReadOnlyList<string> Sentences => Refusal is { } refusal ? [refusal]
        : [.. new[] { Basis, Few, Chance }.OfType<string>()];

    private string Basis =>
        $"Importance for being among the best {Top:N0} of {Words.Count(Configurations, "configuration")} by mean "
        + $"{Objective.Noun()} "
        + "(PED-ANOVA).";

    private string? Few => Top < SteadyTop
        ? $"Only {Top:N0} are among the best, and {SteadyTop} are wanted: a few more configurations may change the "
            + "order." : null;

    private string? Chance =>
        Parameters.Where(one => !one.IsDistinct).Select(one => one.Parameter).ToList() is { Count: > 0 } names
        ? $"Indistinguishable from no effect at 90 % confidence: {string.Join(", ", names)}." : null;
}
