using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>A sweep as its rows tell it.</summary>
internal sealed record SweepResults(
    string Sweep, SweepState State, DateTimeOffset Created, string SpecYaml, SweepSpec Spec, IReadOnlyList<TrialResult> Trials)
{
    /// <exception cref="CommandFailure">The stored file is of another version.</exception>
    public static SweepResults Of(SweepDetails details) => new(
        details.Sweep, details.State, details.Created, details.SpecYaml,
        SweepSpecReader.Read(details.SpecYaml).Spec ?? throw new CommandFailure(ExitCode.OtherVersion, $"The stored file of {details.Sweep} cannot be read by this version."),
        details.Trials);

    /// <summary>The completed trial with the best objective; ties go to the cheaper one.</summary>
    public TrialResult? Best => BestOf(Trials);

    /// <summary>The best so far, complete or not, by the newest epoch of each.</summary>
    public TrialResult? BestOfRecorded => Best ?? Trials.Where(trial => trial.Epochs > 0 && trial.ValidationAccuracy is not null)
        .OrderByDescending(Objective).ThenBy(trial => trial.Macs).FirstOrDefault();

    public int Count(TrialState state) => Trials.Count(trial => trial.State == state);

    public TrialResult? BestOf(IEnumerable<TrialResult> trials) => trials
        .Where(trial => trial.State is TrialState.Completed)
        .OrderByDescending(Objective)
        .ThenBy(trial => trial.Macs)
        .FirstOrDefault();

    private double Objective(TrialResult trial) =>
        Spec.Objective is Core.Sweeps.Objective.ValidationLoss ? -trial.ValidationLoss!.Value : trial.ValidationAccuracy!.Value;
}
