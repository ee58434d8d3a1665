using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Advice;

/// <summary>The trials that would change the answer most within a budget.</summary>
/// <param name="BudgetSeconds">Of training, the trials one after another.</param>
/// <param name="Trials">The most worth a second first.</param>
/// <param name="Candidates">Configurations that could change the answer, whatever they cost.</param>
/// <param name="CheapestSeconds">Of one trial of a candidate; null without candidates.</param>
/// <param name="Best">Null before a trial has completed.</param>
/// <param name="Unpredicted">Configurations that were not run and that no fit predicts.</param>
/// <param name="NoFit">Why no fit predicts them.</param>
public sealed record AdviceAnswer(
    string Sweep, Objective Objective, double BudgetSeconds, AnswerCell? Best, IReadOnlyList<AdvisedTrials> Trials,
    int Candidates, double? CheapestSeconds, int Unpredicted, string? NoFit) : IAnswer
{
    public IReadOnlyList<string> Sentences => [.. new[] { Advice, Unknown }.OfType<string>()];

    private string Advice =>
        Best is null ? $"No trial of {Sweep} has completed: run it first."
        : Candidates == 0
            ? $"No trial would change the answer: {Best.Label} stands out from every other configuration, and none that "
                + "was not run "
                + "is predicted to reach it."
        : Trials.Count == 0
            ? "Nothing fits: the cheapest trial that could change the answer takes "
                + $"{TimeText.Of(CheapestSeconds!.Value)}, "
                + $"the budget is {TimeText.Of(BudgetSeconds)}."
        : $"{Words.Count(Trials.Sum(one => one.Seeds.Count), "trial")} in "
            + $"{TimeText.Of(Trials.Sum(one => one.Seconds))} of "
            + $"{TimeText.Of(BudgetSeconds)} would tell most; best so far is {Best.Label} with {Objective.Text(Best)}.";

    private string? Unknown => Best is not null && Unpredicted > 0
        ? $"Nothing predicts {Words.Count(Unpredicted, "configuration")} that {(Unpredicted == 1 ? "was" : "were")} "
            + $"not run: {NoFit}."
        : null;
}
