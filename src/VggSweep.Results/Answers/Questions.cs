using VggSweep.Core;
using VggSweep.Results.Answers.Advice;
using VggSweep.Results.Answers.Best;
using VggSweep.Results.Answers.Fit;
using VggSweep.Results.Answers.Front;
using VggSweep.Results.Answers.Importance;

namespace VggSweep.Results.Answers;

/// <summary>Every question that can be asked of one sweep, with its address.</summary>
public static class Questions
{
    /// <param name="under">All of them hold.</param>
    public static Question<BestAnswer> Best(IReadOnlyList<Limit> under)
    {
        var query = string.Join('&', under.Select(limit => $"under={Uri.EscapeDataString(limit.Given)}"));
        return new Question<BestAnswer>(
            query.Length == 0 ? "best" : $"best?{query}", results => BestQuestion.Of(results, under));
    }

    public static Question<FrontAnswer> Front(Cost cost) =>
        new($"front?cost={cost}", results => FrontQuestion.Of(results, cost));

    public static Question<ImportanceAnswer> Importance() => new("importance", ImportanceQuestion.Of);

    public static Question<FitAnswer> Fit() => new("fit", FitQuestion.Of);

    /// <param name="budget">Of training, the trials one after another.</param>
    public static Question<AdviceAnswer> Advice(TimeSpan budget) => new(
        $"advice?budget={Uri.EscapeDataString(DurationText.Format(budget))}",
        results => AdviceQuestion.Of(results, budget));
}
