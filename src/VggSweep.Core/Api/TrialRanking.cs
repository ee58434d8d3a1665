using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Api;

/// <summary>Which trial of a sweep is best; ties go to the cheaper one.</summary>
public static class TrialRanking
{
    /// <summary>The completed trial with the best objective; null when none has completed.</summary>
    public static TrialResult? Best(this IEnumerable<TrialResult> trials, Objective objective) =>
        trials.Where(trial => trial.State is TrialState.Completed).BestRecorded(objective);

    /// <summary>The trial whose newest epoch has the best objective; null without trials.</summary>
    /// <param name="trials">Each with a recorded epoch.</param>
    public static TrialResult? BestRecorded(this IEnumerable<TrialResult> trials, Objective objective) => trials
        .OrderByDescending(trial => objective.ValueOf(trial))
        .ThenBy(trial => trial.Macs)
        .FirstOrDefault();

    /// <returns>After the newest recorded epoch; the greater the better.</returns>
    public static double ValueOf(this Objective objective, TrialResult trial) =>
        objective is Objective.ValidationLoss ? -trial.ValidationLoss!.Value : trial.ValidationAccuracy!.Value;
}
