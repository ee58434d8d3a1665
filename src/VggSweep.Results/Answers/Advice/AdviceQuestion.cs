using VggSweep.Core;
using VggSweep.Core.Sweeps;
using VggSweep.Results.Answers.Fit;

namespace VggSweep.Results.Answers.Advice;

/// <summary>
/// Which trials to run next. Candidates are the configurations that cannot be told from the best, and those not run
/// whose
/// predicted interval reaches it; of these the trial with the greatest expected gain per second is taken, again and
/// again.
/// </summary>
public static class AdviceQuestion
{
    /// <summary>More trials in one advice rest on results that the first of them would change.</summary>
    private const int MostTrials = 30;

    private const double Normal = 1.6448536269514722;

    public static AdviceAnswer Of(SweepResults results, TimeSpan budget)
    {
        var (goal, fit) = (results.Spec.Objective, FittedErrors.Of(results));
        var cells = results.Cells.Where(cell => double.IsFinite(cell.Objective.Mean)).ToList();
        if (Cell.Best(cells) is not { } best)
        {
            return new AdviceAnswer(results.Sweep, goal, budget.TotalSeconds, null, [], 0, null, 0, null);
        }

        var noise = NoiseOf(cells, fit, results.Spec);
        List<Candidate> candidates = [.. Run(results, cells, best, noise), .. NotRun(fit, best, goal)];
        Choose(candidates, best, noise * noise, budget.TotalSeconds);
        var seeds = SeedsOf(results, candidates);
        return new AdviceAnswer(
            results.Sweep, goal, budget.TotalSeconds, AnswerCell.Of(best, results.Spec),
            [.. candidates.Where(one => one.Advised > 0)
                .OrderByDescending(one => one.Gain / (one.Seconds * one.Advised))
                .Select(one => Advised(one, seeds))],
            candidates.Count, candidates.Count == 0 ? null : candidates.Min(one => one.Seconds),
            fit.Rows.Count(row => row.Best is null && fit.Predict(row) is null), fit.NoCurve ?? fit.NoSurface);
    }

    /// <summary>
    /// Standard deviation of one seed: pooled over the cells, else of cells about a fit, else of counting images.
    /// </summary>
    private static double NoiseOf(IReadOnlyList<Cell> cells, FittedErrors fit, SweepSpec spec)
    {
        var replicated = cells.Where(cell => cell.Trials.Count > 1).ToList();
        if (replicated.Sum(cell => Squares(cell)) is > 0 and var squares)
        {
            return Math.Sqrt(squares / replicated.Sum(cell => cell.Trials.Count - 1));
        }

        if ((fit.Curve ?? fit.Surface)?.Deviation is > 0 and var deviation)
        {
            return deviation;
        }

        var share = cells.Average(cell => cell.Validation?.Mean ?? 0.5);
        return Math.Sqrt(Math.Max(1e-6, share * (1 - share)) / spec.Training.CountValidationImages());
    }

    private static double Squares(Cell cell) =>
        cell.Objective.Deviation is { } deviation ? deviation * deviation * (cell.Trials.Count - 1) : 0;

    private static IEnumerable<Candidate> Run(SweepResults results, List<Cell> cells, Cell best, double noise)
    {
        var rivals = cells.Where(cell => cell != best && !IsTold(best, cell, noise)).ToList();
        return (rivals.Count == 0 ? [] : rivals.Prepend(best)).Select(cell => new Candidate(
            AnswerCell.LabelOf(cell.Parameters, results.Spec), cell.Parameters, cell, cell.Seconds,
            new Belief(cell.Objective.Mean, noise * noise / cell.Trials.Count),
            ReasonOf(cell, best, rivals, results.Spec)));
    }

    /// <summary>Whether the data tell two cells apart; where one has a single seed, by the noise of all.</summary>
    private static bool IsTold(Cell best, Cell cell, double noise) => cell.Objective.Differs(best.Objective)
        ?? best.Objective.Mean - cell.Objective.Mean
            > Normal * noise * Math.Sqrt((1.0 / best.Trials.Count) + (1.0 / cell.Trials.Count));

    private static string ReasonOf(Cell cell, Cell best, List<Cell> rivals, SweepSpec spec)
    {
        var (goal, seeds) = (spec.Objective, Words.Count(cell.Trials.Count, "seed"));
        if (cell == best)
        {
            return $"the best, with {seeds}: {Words.Count(rivals.Count, "configuration")} cannot be told from it";
        }

        var gap = goal.Gain(new Gain(best.Objective.Mean - cell.Objective.Mean, null, null, null));
        return $"{seeds}; the best {gap} on it, which may be chance";
    }

    private static IEnumerable<Candidate> NotRun(FittedErrors fit, Cell best, Objective goal) =>
        from row in fit.Rows
        where row.Best is null
        let error = fit.Predict(row)
        where error is not null && error.Low <= FittedErrors.ErrorOf(goal, best.Objective.Mean)
        let deviation = (error.High - error.Low) / (2 * Normal)
        select new Candidate(
            row.Label, row.Parameters, null, row.Seconds,
            new Belief(ValueOf(goal, error.Value), deviation * deviation),
            $"not run; predicted {goal.Text(Natural(goal, error.Value))} ({goal.Text(Natural(goal, error.High))} to "
                + $"{goal.Text(Natural(goal, error.Low))}), the best has "
                + $"{goal.Text(goal.Natural(best.Objective.Mean))}");

    private static double Natural(Objective goal, double error) => goal.Natural(ValueOf(goal, error));

    private static double ValueOf(Objective goal, double error) =>
        goal is Objective.ValidationLoss ? -error : 1 - error;

    /// <summary>Greedily, by gain per second, until the budget or the number of trials is reached.</summary>
    private static void Choose(List<Candidate> candidates, Cell best, double noise, double seconds)
    {
        for (var trial = 0; trial < MostTrials; trial++)
        {
            var next = candidates.Where(one => one.Seconds <= seconds)
                .Select(one => (One: one, Gain: one.Now.Gain(RivalOf(candidates, one, best), noise)))
                .Where(one => one.Gain > 0).OrderByDescending(
                    one => one.Gain / Math.Max(one.One.Seconds, double.Epsilon))
                .FirstOrDefault();
            if (next.One is not { } chosen)
            {
                return;
            }

            chosen.Gain += next.Gain;
            chosen.Now = chosen.Now.After(noise);
            chosen.Advised++;
            seconds -= chosen.Seconds;
        }
    }

    /// <summary>The best mean of the others: the best cell's, or of it the best rival's.</summary>
    private static double RivalOf(List<Candidate> candidates, Candidate one, Cell best) => one.Cell != best
        ? best.Objective.Mean
        : candidates.Where(other => other != one).Max(other => other.Belief.Mean);

    private static AdvisedTrials Advised(Candidate one, Dictionary<string, long> seeds)
    {
        var first = seeds.TryGetValue(Cell.KeyOf(one.Parameters), out var last) ? last + 1 : one.Parameters.Seed;
        return new AdvisedTrials(
            one.Cell is null
                ? AdviceKind.Configuration
                : AdviceKind.Seed, one.Label, one.Parameters with { Seed = first },
            [.. Enumerable.Range(0, one.Advised).Select(index => first + index)], one.Seconds, one.Seconds
                * one.Advised,
            one.Gain, one.Reason);
    }

    /// <summary>The greatest seed that each advised configuration has, complete or not.</summary>
    private static Dictionary<string, long> SeedsOf(SweepResults results, List<Candidate> candidates)
    {
        var keys = candidates.Where(one => one.Advised > 0).Select(one => Cell.KeyOf(one.Parameters)).ToHashSet();
        return keys.Count == 0
            ? []
            : results.Trials.Select(trial => (Key: Cell.KeyOf(trial.Parameters), trial.Parameters.Seed))
            .Where(trial => keys.Contains(trial.Key)).GroupBy(trial => trial.Key)
            .ToDictionary(group => group.Key, group => group.Max(trial => trial.Seed));
    }
}
