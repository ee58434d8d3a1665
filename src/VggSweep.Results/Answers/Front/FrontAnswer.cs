using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Front;

/// <summary>The configurations that no other beats in both cost and objective, cheapest first.</summary>
/// <param name="Cells">Completed configurations.</param>
/// <param name="Steps">Between neighbours of the front: one fewer than <paramref name="Front"/>.</param>
public sealed record FrontAnswer(
    string Sweep, Objective Objective, Cost Cost, int Cells, IReadOnlyList<AnswerCell> Front,
    IReadOnlyList<Step> Steps) : IAnswer
{
    public IReadOnlyList<string> Sentences =>
        Front.Count == 0 ? [$"No trial of {Sweep} has completed, so there is no front yet."]
        : [.. new[] { Size, Chance, Unknown }.OfType<string>()];

    private string Size => Cells == 1
        ? "One configuration has completed: it is the front."
        : $"{Words.Count(Front.Count, "configuration")} of {Cells:N0} {(Front.Count == 1 ? "is" : "are")} on the "
            + "front of "
            + $"{Cost.Noun()} and {Objective.Noun()}.";

    private string? Chance => Steps.Count(step => step.Gain.IsDistinct == false) is > 0 and var count
        ? $"{Words.Count(count, "step")} may be chance at 90 % confidence, marked ?." : null;

    private string? Unknown => Steps.Count(step => step.Gain.IsDistinct is null) is > 0 and var count
        ? $"{Words.Count(count, "step")} {(count == 1 ? "rests" : "rest")} on one seed, marked ??: "
            + "it may be chance."
        : null;
}
