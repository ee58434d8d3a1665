using VggSweep.Core.Api;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Resolved;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Results;

/// <summary>A sweep as its rows tell it.</summary>
internal sealed record SweepResults(
    string Sweep, SweepState State, DateTimeOffset Created, string SpecYaml, SweepSpec Spec, IReadOnlyList<TrialResult> Trials)
{
    /// <summary>A sentence for each trial that cannot be read and is not among <see cref="Trials"/>.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Trials that are still to be proposed, at most.</summary>
    public int ToPropose { get; init; }

    /// <summary>The trials of the whole sweep, at most.</summary>
    public int Total => Trials.Count + ToPropose;

    /// <exception cref="CommandFailure">The sweep cannot be read; the message says why.</exception>
    public static SweepResults Of(SweepDetails details)
    {
        if (details.Spec is not { } form)
        {
            throw new CommandFailure(ExitCode.OtherVersion, details.Problems[0]);
        }

        var spec = SweepSpecJson.Read(form.GetRawText());
        return spec.IsReadable
            ? new(details.Sweep, details.State, details.Created, details.SpecYaml, spec.Value, details.Trials)
            {
                Problems = details.Problems,
                ToPropose = details.ToPropose,
            }
            : throw new CommandFailure(ExitCode.OtherVersion, $"Sweep {details.Sweep} cannot be read: {spec.Problem}.");
    }

    /// <summary>The completed trial with the best objective; ties go to the cheaper one.</summary>
    public TrialResult? Best => BestOf(Trials);

    /// <summary>The best so far, complete or not, by the newest epoch of each.</summary>
    public TrialResult? BestOfRecorded =>
        Best ?? Trials.Where(trial => trial.Epochs > 0 && trial.ValidationAccuracy is not null).BestRecorded(Spec.Objective);

    public int Count(TrialState state) => Trials.Count(trial => trial.State == state);

    public TrialResult? BestOf(IEnumerable<TrialResult> trials) => trials.Best(Spec.Objective);

    /// <summary>Names on standard error what is missing among <see cref="Trials"/>.</summary>
    public void WarnOfUnreadable()
    {
        foreach (var problem in Problems)
        {
            Terminal.Say($"Warning: {problem}");
        }
    }
}
