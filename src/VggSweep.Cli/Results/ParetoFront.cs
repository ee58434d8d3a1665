using VggSweep.Core.Api;

namespace VggSweep.Cli.Results;

/// <summary>The completed trials that no other beats in both cost and accuracy.</summary>
internal static class ParetoFront
{
    /// <returns>By rising MACs; of equal cost only the most accurate, of equal accuracy only the cheapest.</returns>
    public static IReadOnlyList<TrialResult> Of(IEnumerable<TrialResult> trials)
    {
        var front = new List<TrialResult>();
        var candidates = trials.Where(trial => trial.TestAccuracy is not null)
            .OrderBy(trial => trial.Macs)
            .ThenByDescending(trial => trial.TestAccuracy)
            .ThenBy(trial => trial.Trial);
        foreach (var trial in candidates)
        {
            if (front.Count == 0 || trial.TestAccuracy > front[^1].TestAccuracy)
            {
                front.Add(trial);
            }
        }

        return front;
    }
}
