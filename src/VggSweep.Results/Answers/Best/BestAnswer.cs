using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Best;

/// <summary>The best configuration within limits, what more would buy, and how sure that is.</summary>
/// <param name="Cells">Completed configurations.</param>
/// <param name="Within">Of these, those that meet the limits.</param>
/// <param name="Unfinished">Trials that may still end, those to be proposed included.</param>
/// <param name="Best">By the mean over seeds; null where nothing is complete or within the limits.</param>
/// <param name="Next">To the cheapest configuration that is better; null where none is.</param>
/// <param name="Previous">From the best configuration that is cheaper; null where none is.</param>
/// <param name="Indistinct">
/// Within the limits, cheapest first: those whose mean the data cannot tell from the best.
/// </param>
/// <param name="Unreplicated">Within the limits: configurations of one seed, whose chance nothing bounds.</param>
/// <param name="Nearest">What comes closest to the limits where nothing meets them.</param>
public sealed record BestAnswer(
    string Sweep, Objective Objective, IReadOnlyList<Limit> Under, int Cells, int Within, int Unfinished,
    AnswerCell? Best,
    Step? Next, Step? Previous, IReadOnlyList<AnswerCell> Indistinct, int Unreplicated, AnswerCell? Nearest) : IAnswer
{
    /// <summary>More names in one sentence are read by nobody.</summary>
    private const int MostNames = 3;

    /// <summary>The best first, then what the step up costs and gains, what cannot be told, and what would tell more.</summary>
    public IReadOnlyList<string> Sentences => Best is null
        ? [.. new[] { WhyNone, UnfinishedSentence }.OfType<string>()]
        : [.. new[] { BestSentence, StepSentence, DoubtSentence, HintSentence, UnfinishedSentence }.OfType<string>()];

    /// <summary>What the step up costs and gains.</summary>
    private string? StepSentence => (Next, Previous) switch
    {
        ({ } next, _) => $"Next step up: {next.To.Label} ({next.Cost.Text(next.Cost.Of(next.To))}) "
            + $"{next.Text(Objective)}.",
        (_, { } previous) =>
            $"The step up to it from {previous.From.Label} ({previous.Cost.Text(previous.Cost.Of(previous.From))}) "
                + $"{previous.Text(Objective)}.",
        _ => Cells > 1 ? "It is also the cheapest." : null,
    };

    /// <summary>What cannot be told from the best, or that one seed says nothing.</summary>
    private string? DoubtSentence => Best is not { } best || Within < 2 ? OnlyOne
        : Unreplicated == Within
            ? "One seed per cell: close accuracies may differ by chance. "
                + "Add `seed: [1, 2, 3]` to the file's parameters to see by how much."
        : best.Count == 1
            ? $"The best has one seed, so the other {Within - 1:N0} may be as good."
        : Indistinct.Count > 0
            ? $"Cannot be told apart from the best at 90 % confidence: {Names}.{Single}"
        : Within - 1 == Unreplicated ? Single.TrimStart()
        : $"At 90 % confidence better than every other configuration with several seeds.{Single}";

    /// <summary>Where further seeds would tell more.</summary>
    private string? HintSentence => Best is not null && (Indistinct.Count > 0 || (Unreplicated > 0 && Within > 1))
        ? $"`vggsweep advise {Sweep}` names the trials that would tell most." : null;

    private string? OnlyOne =>
        Best is { Count: 1 } ? "It has one seed: nothing says how far another would differ." : null;

    private string Names
    {
        get
        {
            var shown = Indistinct.Take(MostNames).Select(cell => $"{cell.Label} ({Cost.Macs.Text(cell.Macs)})");
            var more = Indistinct.Count > MostNames ? $" and {Indistinct.Count - MostNames:N0} more" : "";
            return string.Join(", ", shown) + more;
        }
    }

    private string Single => Unreplicated == 0 ? ""
        : $" Nothing can be said of {Words.Count(Unreplicated, "configuration")} with one seed.";

    private string WhyNone => Cells == 0 ? $"No trial of {Sweep} has completed, so there is no answer yet."
        : $"None of the {Words.Count(Cells, "completed configuration")} has {LimitsText}; "
            + $"nearest is {Nearest!.Label} with {Given(Nearest)}.";

    private string BestSentence =>
        $"Best{(Under.Count > 0 ? $" with {LimitsText}" : "")}: {Best!.Label}, {Objective.Noun()} "
        + $"{Objective.Text(Best)}, {Cost.Macs.Text(Best.Macs)}, {Cost.Params.Text(Best.Params)}, "
        + $"{Cost.Seconds.Text(Best.Seconds)}.";

    private string? UnfinishedSentence => Unfinished > 0
        ? $"{Words.Count(Unfinished, "trial")} may still change this." : null;

    private string LimitsText => string.Join(" and ", Under);

    private string Given(AnswerCell cell) => string.Join(" and ", Under.Select(limit => Given(limit, cell)));

    private static string Given(Limit limit, AnswerCell cell) => limit.Cost is { } cost
        ? cost.Text(cost.Of(cell))
        : $"{limit.Quantity} {SweptNumbers.NumberOf(limit.Quantity, cell.Parameters):R}";
}
