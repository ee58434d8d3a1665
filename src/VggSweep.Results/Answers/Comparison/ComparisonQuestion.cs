using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Parameters;

namespace VggSweep.Results.Answers.Comparison;

/// <summary>What one sweep gains over another, configuration by configuration where they share some.</summary>
public static class ComparisonQuestion
{
    public static ComparisonAnswer Of(SweepResults first, SweepResults second)
    {
        var goal = first.Spec.Objective;
        var (left, right) = (CellsOf(first, goal), CellsOf(second, goal));
        var settings = Settings(first, second, left, right);
        var fixedKeys = settings.Select(one => one.Setting).ToHashSet();
        var byKey = right.ToLookup(cell => KeyOf(cell, fixedKeys));
        var matched = left.GroupBy(cell => KeyOf(cell, fixedKeys))
            .Where(group => group.Count() == 1 && byKey[group.Key].Count() == 1)
            .Select(group => (First: group.Single(), Second: byKey[group.Key].Single())).ToList();
        var (bestLeft, bestRight) = (Cell.Best(left), Cell.Best(right));
        var (ofFirst, ofSecond) = (first.Spec, second.Spec with { Objective = goal });
        return new ComparisonAnswer(
            first.Sweep, second.Sweep, goal, settings,
            [.. matched.Select(pair => new ComparedPair(
                AnswerCell.LabelOf(pair.First.Parameters, ofFirst), AnswerCell.Of(pair.First, ofFirst),
                AnswerCell.Of(pair.Second, ofSecond), GainOf(pair.First, pair.Second)))],
            Overall(matched),
            bestLeft is null ? null : AnswerCell.Of(bestLeft, ofFirst),
            bestRight is null ? null : AnswerCell.Of(bestRight, ofSecond),
            bestLeft is null || bestRight is null ? null : GainOf(bestLeft, bestRight),
            first.Spec.Training.ValidationImages == second.Spec.Training.ValidationImages
                && (first.Spec.Training.Seed == second.Spec.Training.Seed
                || first.Spec.Training.ValidationImages == 0));
    }

    private static List<Cell> CellsOf(SweepResults results, Objective goal) =>
        [.. Cell.Of(results.Trials, goal).Where(cell => double.IsFinite(cell.Objective.Mean))];

    private static Gain GainOf(Cell first, Cell second) => Gain.Of(second.Objective.Minus(first.Objective));

    /// <summary>
    /// Configurations are the sample: their gains differ by more than seeds where a setting suits some better.
    /// </summary>
    private static Gain? Overall(List<(Cell First, Cell Second)> matched)
    {
        if (matched.Count < 2)
        {
            return matched.Count == 0 ? null : GainOf(matched[0].First, matched[0].Second);
        }

        var gains = Estimate.Of([.. matched.Select(pair => pair.Second.Objective.Mean - pair.First.Objective.Mean)]);
        return Gain.Of(new Difference(gains.Mean, gains.Low, gains.High));
    }

    private static IReadOnlyList<SettingDifference> Settings(
        SweepResults first, SweepResults second, List<Cell> left, List<Cell> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return [];
        }

        var parameters = TrialParameterTable.All.Where(parameter => parameter.Key != SweptNumbers.Seed)
            .Select(parameter => (parameter.Key, Left: Only(left, parameter.Key), Right: Only(right, parameter.Key)))
            .Where(one => one is { Left: not null, Right: not null } && one.Left != one.Right)
            .Select(one => new SettingDifference(one.Key, one.Left!, one.Right!));
        var (one, two) = (first.Spec.Training, second.Spec.Training);
        (string Name, int First, int Second)[] training =
        [
            ("training images", one.CountTrainingImages(), two.CountTrainingImages()),
            ("validation images", one.CountValidationImages(), two.CountValidationImages()),
        ];
        return
        [
            .. parameters,
            .. training.Where(setting => setting.First != setting.Second)
                .Select(setting => new SettingDifference(setting.Name, $"{setting.First:N0}", $"{setting.Second:N0}")),
        ];
    }

    /// <summary>The value that all cells have; null where they differ.</summary>
    private static string? Only(List<Cell> cells, string key)
    {
        var values = cells.Select(cell => TrialLabels.Value(key, cell.Parameters)).Distinct().Take(2).ToList();
        return values.Count == 1 ? values[0] : null;
    }

    /// <summary>All of a configuration but what distinguishes the sweeps.</summary>
    private static string KeyOf(Cell cell, HashSet<string> without)
    {
        var plain = new TrialParameters();
        return Cell.KeyOf(TrialParameterTable.All.Where(parameter => without.Contains(parameter.Key))
            .Aggregate(cell.Parameters, (trial, parameter) => parameter.Get(plain) is { } value
                ? parameter.With(trial, value) : parameter.Key == "width" ? trial with { Width = null } : trial));
    }
}
