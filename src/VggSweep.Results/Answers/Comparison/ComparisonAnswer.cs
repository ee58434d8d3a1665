using System.Globalization;
using VggSweep.Core;
using VggSweep.Core.Sweeps;

namespace VggSweep.Results.Answers.Comparison;

/// <summary>What the second of two sweeps gains over the first.</summary>
/// <param name="Objective">The first sweep's, by which both are judged.</param>
/// <param name="Settings">What all trials of one have otherwise than all of the other.</param>
/// <param name="Pairs">Configurations that are equal but for <paramref name="Settings"/>.</param>
/// <param name="Overall">
/// The mean gain over the pairs, with a paired t interval from two pairs on; null without pairs.
/// </param>
/// <param name="BestFirst">Null where the sweep has no completed trial.</param>
/// <param name="BestSecond">Null where the sweep has no completed trial.</param>
/// <param name="BestGain">Of the second's best over the first's; null where either is missing.</param>
/// <param name="SameImages">Whether both are judged on the same validation images.</param>
public sealed record ComparisonAnswer(
    string First, string Second, Objective Objective, IReadOnlyList<SettingDifference> Settings,
    IReadOnlyList<ComparedPair> Pairs, Gain? Overall, AnswerCell? BestFirst, AnswerCell? BestSecond, Gain? BestGain,
    bool SameImages) : IAnswer
{
    public IReadOnlyList<string> Sentences =>
        [.. new[] { WhyNone, SettingsSentence, PairsSentence, BestSentence, CostSentence, Images }.OfType<string>()];

    private string? WhyNone => (BestFirst, BestSecond) switch
    {
        (null, null) => $"Neither {First} nor {Second} has a completed trial.",
        (null, _) => $"{First} has no completed trial.",
        (_, null) => $"{Second} has no completed trial.",
        _ => null,
    };

    private bool IsComplete => WhyNone is null;

    private string? SettingsSentence => IsComplete && Settings.Count > 0
        ? $"They differ in {string.Join(", ", Settings.Select(one => $"{one.Setting} ({one.First} and {one.Second})"))}." : null;

    private string? PairsSentence => !IsComplete ? null
        : Overall is not { } overall ? "No configuration is in both, so only their best are compared."
        : $"On {Words.Count(Pairs.Count, "configuration")} in both, {Second} {Objective.Gain(overall)} on {First}"
            + $"{(Pairs.Count > 1 ? " in the mean" : "")}{overall.Caution}.";

    private string? BestSentence => !IsComplete ? null
        : $"Best of {First}: {BestFirst!.Label}, {Objective.Text(BestFirst)}; best of {Second}: {BestSecond!.Label}, "
            + $"{Objective.Text(BestSecond)}. The second {Objective.Gain(BestGain!)}{BestGain!.Caution}.";

    private string? CostSentence => !IsComplete ? null
        : $"The best cost {Cost.Macs.Text(BestFirst!.Macs)} and {Cost.Seconds.Text(BestFirst.Seconds)} against "
            + $"{Cost.Macs.Text(BestSecond!.Macs)} and {Cost.Seconds.Text(BestSecond.Seconds)}"
            + $"{(BestFirst.Macs > 0 ? Ratio : "")}.";

    private string Ratio =>
        string.Create(
            CultureInfo.InvariantCulture, $": {(double)BestSecond!.Macs / BestFirst!.Macs:0.0#} times the MACs");

    private string? Images => IsComplete && !SameImages
        ? "They are judged on different validation images: part of a difference may be these." : null;
}
