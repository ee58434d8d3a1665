using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Search;

/// <summary>
/// A coordinator without a cluster: drives a search by events that depend on the seed and on what is stored, and stores
/// each answer before it acts. What is stored is all that the successor of a killed one has.
/// </summary>
/// <param name="isKilled">Whether it is killed after every other commit, as the seed has it.</param>
/// <param name="fault">Planted.</param>
internal sealed class JournaledSearch(
    SweepSpec spec, int seed, bool isKilled, JournaledSearch.Fault fault = JournaledSearch.Fault.None)
{
    private const int Slots = 4;

    /// <summary>A search with a fault may never end.</summary>
    private const int MostCommits = 3_000;

    private readonly TrialPlanner planner = new(spec, new PlanConditions(Slots, null, []));
    private readonly Dictionary<int, SearchTrial> trials = [];
    private readonly List<(int Trial, EpochRecord Record)> records = [];
    private SweepSearch search = new(spec);
    private bool isRestored = true;
    private int? next = 0;
    private int ticks;

    public enum Fault
    {
        None,

        /// <summary>Epochs that were recorded at once are judged in the order of arrival.</summary>
        JudgesByArrival,

        /// <summary>A promotion is acted upon and not stored.</summary>
        LosesPromotions,

        /// <summary>The successor's sampler hears of no result.</summary>
        ForgetsResults,

        /// <summary>The successor takes what was recorded and not judged as judged.</summary>
        SkipsUndecided,
    }

    public List<StoredDecision> Journal { get; } = [];

    public int Kills { get; private set; }

    private int Commits { get; set; }

    /// <summary>Of all recorded epochs, the last of a trial with the test images.</summary>
    public double TrainingMacs => trials.Sum(one => NewestOf(one.Key) is not { Epoch: var epochs } ? 0
        : epochs == one.Value.Spec.Parameters.Epochs
            ? TrainingCost.TrialMacs(one.Value.Macs, one.Value.Spec.Training, epochs)
            : epochs * TrainingCost.EpochMacs(one.Value.Macs, one.Value.Spec.Training));

    public IEnumerable<string> Proposed =>
        trials.OrderBy(one => one.Key).Select(one => one.Value.Spec.Parameters.Identity(spec.Training));

    private IEnumerable<int> Open => trials.Keys.Where(trial => !StateOf(trial).IsEnded()).Order();

    private SearchMoment Moment => new([.. Open]);

    /// <summary>Runs to the end.</summary>
    public JournaledSearch Run()
    {
        for (var isOver = false; !isOver && Commits < MostCommits;)
        {
            try
            {
                Restore();
                isOver = !Step();
            }
            catch (KilledException)
            {
                isRestored = false;
            }
        }

        return this;
    }

    /// <returns>Whether anything is left.</returns>
    private bool Step()
    {
        foreach (var trial in search.Untold(Open.ToHashSet()))
        {
            Store([search.End(trial, StateOf(trial), null, NewestOf(trial))]);
        }

        while (next is { } index && search.Propose(index, trials.Count, Slots, Moment, had: null, planner) is { } batch)
        {
            foreach (var trial in batch.Trials)
            {
                var own = new TrialSpec(trial.Parameters, spec.Training);
                trials[trial.Trial] = new SearchTrial(own, trial.Cost.Macs, trial.Cost.PredictedSeconds);
            }

            next = batch.Next;
            Store(batch.Stored);
            AddAll();
        }

        List<int> open = [.. Open];
        if (open.Count > 0 && next is null && open.Count == search.Paused)
        {
            Store(search.Close(Moment));
            return true;
        }

        Tick(open);
        return open.Count > 0 || next is not null;
    }

    /// <summary>Some of the running trials record an epoch at once.</summary>
    private void Tick(IEnumerable<int> open)
    {
        var random = SeededRandom.For(seed, "tick", ticks);
        var running = open.Where(trial => StateOf(trial) is TrialState.Running).Take(Slots).ToList();
        var reporting = running.Where((_, index) => index == ticks % Math.Max(1, running.Count) || random.NextDouble() < 0.7);
        var recorded = reporting.Select(trial => (trial, RecordOf(trial))).OrderBy(_ => random.NextDouble()).ToList();
        ticks++;
        records.AddRange(recorded);
        Commit();
        var answers = fault is Fault.JudgesByArrival
            ? [.. recorded.Select(one => search.Report(one.trial, one.Item2, Moment))]
            : search.Report(recorded, Moment);
        foreach (var answer in answers.Where(answer => answer.Stored.Count > 0))
        {
            Store(answer.Stored);
        }
    }

    private void Store(IReadOnlyList<StoredDecision> decisions)
    {
        Journal.AddRange(
            fault is Fault.LosesPromotions ? decisions.Where(one => one.Kind != SchedulerReplay.Promote) : decisions);
        Commit();
    }

    private void Commit()
    {
        Commits++;
        if (isKilled && SeededRandom.For(seed, "kill", Commits).NextDouble() < 0.5)
        {
            Kills++;
            throw new KilledException();
        }
    }

    private void Restore()
    {
        if (isRestored)
        {
            return;
        }

        search = new SweepSearch(spec);
        AddAll();
        var journal = fault is Fault.ForgetsResults ? Journal.Where(one => one.Kind != Proposer.Result) : Journal;
        foreach (var undecided in search.Restore([.. journal], records, Moment))
        {
            Store(fault is Fault.SkipsUndecided ? [] : undecided);
        }

        isRestored = true;
    }

    private void AddAll()
    {
        foreach (var (trial, stored) in trials)
        {
            search.Add(trial, stored);
        }
    }

    private TrialState StateOf(int trial) => search.Standing(trial).Verdict switch
    {
        Verdict.Prune => TrialState.Pruned,
        _ when NewestOf(trial)?.Epoch == trials[trial].Spec.Parameters.Epochs => TrialState.Completed,
        Verdict.Pause => TrialState.Paused,
        _ => TrialState.Running,
    };

    private EpochRecord? NewestOf(int trial) => records.LastOrDefault(one => one.Trial == trial).Record;

    private EpochRecord RecordOf(int trial)
    {
        var epoch = (NewestOf(trial)?.Epoch ?? 0) + 1;
        var accuracy = 0.5 + (0.4 * SeededRandom.For(seed, "trial", trial).NextDouble())
            + (0.1 * SeededRandom.For(seed, "epoch", (trial * 100) + epoch).NextDouble());
        return new EpochRecord(epoch, 1, 0.5, 1 - accuracy, accuracy, 1);
    }

    private sealed class KilledException : Exception;
}
