using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Grains;

/// <summary>One sweep: its scheduler, and what of it is still to do. The key is the sweep's id.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Queues what is left of the sweep; without effect while it runs.</summary>
    /// <returns>False when nothing is left: it is cancelled, or completed.</returns>
    Task<bool> Start();

    /// <summary>What holds for every lease of the sweep.</summary>
    Task<SweepTerms> Terms();

    /// <summary>The scheduler's answer to a recorded epoch, stored with its reason. Asked again, it answers the same.</summary>
    Task<Decision> Judge(int trial, EpochRecord record);

    /// <summary>A trial has left the state Running.</summary>
    /// <param name="outcome">The name of what ended its attempt.</param>
    Task Left(int trial, TrialState state, string outcome);

    /// <summary>Trains nothing more of the sweep until it is started again; what runs is handed over with a checkpoint.</summary>
    /// <returns>False when it has ended already.</returns>
    Task<bool> Pause(string reason);

    /// <summary>Ends the sweep for good, or one of its trials.</summary>
    /// <returns>False when it has ended already.</returns>
    Task<bool> Cancel(int? trial, string reason);

    /// <summary>Tries failed trials again, at once unless the sweep is paused.</summary>
    /// <param name="trial">Its number; null for every failed trial.</param>
    /// <returns>Their numbers; none when the sweep is cancelled, or nothing of it failed.</returns>
    Task<IReadOnlyList<int>> Retry(int? trial, string reason);

    /// <summary>
    /// Adds the trials of a changed file that the sweep does not have yet. The sweep keeps its state, but for a completed one,
    /// which runs again. Asked again, it adds nothing more.
    /// </summary>
    /// <param name="yaml">A file without mistakes.</param>
    Task<ExtendReply> Extend(string yaml);

    /// <summary>Adds one configuration of the sweep's space as a trial. Asked again, it is refused: the sweep has it.</summary>
    /// <param name="settings">Texts by parameter.</param>
    Task<ExtendReply> Enqueue(Dictionary<string, string> settings);

    /// <summary>Deletes every row of a sweep that is at its end, with all its trials; its files are the caller's.</summary>
    /// <returns>False when it is not at its end.</returns>
    Task<bool> Delete();

    /// <summary>Looks at the rows again: queues what nobody knows of, ends the sweep when nothing is left.</summary>
    Task Tend();
}
