using VggSweep.Core.Api;
using VggSweep.Core.Trials;

namespace VggSweep.Cli.Reports;

/// <summary>What happened in a sweep, beside its results.</summary>
/// <param name="Epochs">Of each trial that has any, in order.</param>
/// <param name="Events">In the order of the decisions.</param>
/// <param name="Attempts">In the order of their starts.</param>
internal sealed record SweepHistory(
    IReadOnlyDictionary<int, IReadOnlyList<EpochRecord>> Epochs, IReadOnlyList<ListedEvent> Events,
    IReadOnlyList<ListedAttempt> Attempts)
{
    public static SweepHistory Of(
        IEnumerable<TrialEpochs> epochs, IReadOnlyList<ListedEvent> events, IReadOnlyList<ListedAttempt> attempts) =>
        new(epochs.ToDictionary(trial => trial.Trial, trial => trial.Epochs), events, attempts);

    public IReadOnlyList<EpochRecord> EpochsOf(int trial) => Epochs.GetValueOrDefault(trial, []);
}
