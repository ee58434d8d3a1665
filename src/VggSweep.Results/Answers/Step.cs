using System.Globalization;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers;

/// <summary>The way from a cheaper cell to a costlier, better one.</summary>
/// <param name="From">The cheaper cell.</param>
/// <param name="To">The costlier cell.</param>
/// <param name="Ratio">The costlier cell's cost over the cheaper one's; null where that is zero.</param>
public sealed record Step(AnswerCell From, AnswerCell To, Cost Cost, double? Ratio, Gain Gain)
{
    internal static Step Of(Cell from, Cell to, Cost cost, SweepSpec spec) => new(
        AnswerCell.Of(from, spec), AnswerCell.Of(to, spec), cost,
        cost.Of(from) > 0 ? cost.Of(to) / cost.Of(from) : null, Gain.Of(to.Objective.Minus(from.Objective)));

    /// <summary>As <c>costs 4.0 times the MACs and gains 0.41 points (0.10 to 0.72)</c>.</summary>
    internal string Text(Objective goal)
    {
        var cost = Ratio is { } ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0#} times the {Cost.Noun()}")
            : Cost.Text(Cost.Of(To));
        return $"costs {cost} and {goal.Gain(Gain)}{Gain.Caution}";
    }
}
