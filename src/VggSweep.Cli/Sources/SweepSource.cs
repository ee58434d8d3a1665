using VggSweep.Core.Api;

namespace VggSweep.Cli.Sources;

/// <summary>Where sweeps are read: a home on this machine, or a coordinator.</summary>
internal abstract class SweepSource : IAsyncDisposable
{
    /// <summary>For messages: the home's folder or the coordinator's address.</summary>
    public abstract string Place { get; }

    public abstract Task<IReadOnlyList<ListedSweep>> ListAsync();

    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<SweepDetails> DetailsAsync(string sweep);

    /// <param name="from">The number of the first trial.</param>
    /// <param name="most">Trials at most, up to <see cref="SweepDetails.MostTrials"/>.</param>
    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<TrialPage> TrialsAsync(string sweep, int from, int most);

    /// <summary>The best trials, best first, up to <see cref="SweepDetails.MostRanked"/>.</summary>
    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<TrialPage> BestAsync(string sweep);

    /// <exception cref="CommandFailure">There is no such sweep or trial.</exception>
    public abstract Task<IReadOnlyList<ListedEpoch>> EpochsAsync(string sweep, int trial);

    /// <summary>Of all trials that have any.</summary>
    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<IReadOnlyList<TrialEpochs>> AllEpochsAsync(string sweep);

    /// <param name="from">Characters that the caller has already.</param>
    /// <exception cref="CommandFailure">There is no such sweep or trial, or its files are out of reach.</exception>
    public abstract Task<string> LogAsync(string sweep, int trial, int from);

    /// <summary>Of all trials, in the order of their starts.</summary>
    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<IReadOnlyList<ListedAttempt>> AttemptsAsync(string sweep);

    /// <exception cref="CommandFailure">There is no such sweep.</exception>
    public abstract Task<IReadOnlyList<ListedEvent>> EventsAsync(string sweep);

    public abstract ValueTask DisposeAsync();
}
