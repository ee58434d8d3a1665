using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers;

/// <summary>
/// An objective in words: cells compare by values of which the greater is better, people read accuracy or loss.
/// </summary>
internal static class Goal
{
    /// <summary>Accuracy or loss of a value of which the greater is better, and the other way round.</summary>
    public static double Natural(this Objective goal, double value) =>
        goal is Objective.ValidationLoss ? -value : value;

    public static string Noun(this Objective goal) =>
        goal is Objective.ValidationLoss ? "validation loss" : "validation accuracy";

    /// <summary>As <c>88.12 %</c> or <c>0.3312</c>.</summary>
    public static string Text(this Objective goal, double natural) =>
        goal is Objective.ValidationLoss ? Format(natural, "0.0000") : $"{Format(100 * natural, "0.00")} %";

    /// <summary>As <c>88.12 % (87.60 to 88.64 %, 3 seeds)</c>.</summary>
    public static string Text(this Objective goal, AnswerCell cell)
    {
        var seeds = Words.Count(cell.Count, "seed");
        return cell is { Low: { } low, High: { } high }
            ? $"{goal.Text(cell.Mean)} ({Bare(goal, low)} to {goal.Text(high)}, {seeds})"
            : $"{goal.Text(cell.Mean)} ({seeds})";
    }

    /// <summary>As <c>gains 0.41 points (0.10 to 0.72)</c>.</summary>
    public static string Gain(this Objective goal, Gain gain)
    {
        var amount = goal is Objective.ValidationLoss
            ? $"{Bare(goal, Math.Abs(gain.Mean))} of loss" : $"{Bare(goal, Math.Abs(gain.Mean))} points";
        var interval = gain is { Low: { } low, High: { } high } ? $" ({Bare(goal, low)} to {Bare(goal, high)})" : "";
        return $"{(gain.Mean < 0 ? "loses" : "gains")} {amount}{interval}";
    }

    private static string Bare(Objective goal, double natural) =>
        goal is Objective.ValidationLoss ? Format(natural, "0.0000") : Format(100 * natural, "0.00");

    private static string Format(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text;
    }
}
