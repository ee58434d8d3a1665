using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search.Budgets;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Search;

/// <summary>
/// A sweep's sampler and scheduler as one: takes in what happens and answers with decisions. The caller stores a decision
/// before acting on it. No clock and no random source: restored from the stored trials, epochs and decisions, it goes on
/// as the search that made them. One whose answer could not be stored is discarded.
/// </summary>
public sealed class SweepSearch
{
    /// <summary>Proposals in a row that the budget may refuse; the search ends then.</summary>
    private const int MostRefused = 50;

    private readonly Dictionary<int, SearchTrial> trials = [];

    /// <summary>The newest epoch that each trial has reported.</summary>
    private readonly Dictionary<int, int> seen = [];

    /// <summary>Trials that were to go on and did not, by why.</summary>
    private readonly Dictionary<int, string> stopped = [];

    private readonly Spending spending = new();
    private readonly IScheduler scheduler;
    private Proposer proposer;
    private TrialLabels labels;
    private SweepSpec spec;

    public SweepSearch(SweepSpec spec) => (this.spec, scheduler, proposer, labels) =
        (spec, Schedulers.For(spec), new Proposer(spec), TrialLabels.Of(spec));

    /// <summary>Whether trials are compared while they train.</summary>
    public bool Compares => spec.Scheduler is not RunToEndSpec;

    /// <summary>Whether no decision rests on a trial that has ended.</summary>
    public bool ForgetsEnded => !Compares && !proposer.IsAdaptive && spec.Search.Budget is null;

    /// <inheritdoc cref="IScheduler.Paused"/>
    public int Paused => scheduler.Paused;

    /// <inheritdoc cref="IScheduler.Reached"/>
    public IReadOnlyList<int> Reached => scheduler.Reached;

    /// <summary>A file has changed the sweep.</summary>
    public void Extend(SweepSpec extended) =>
        (spec, proposer, labels) = (extended, proposer.Of(extended), TrialLabels.Of(extended));

    /// <inheritdoc cref="Proposer.Left"/>
    public int Left(int? next) => proposer.Left(next);

    public bool Knows(int trial) => trials.ContainsKey(trial);

    /// <returns>Null for a trial that is not known.</returns>
    public TrialSpec? SpecOf(int trial) => trials.GetValueOrDefault(trial)?.Spec;

    /// <summary>A trial is stored.</summary>
    public void Add(int number, SearchTrial trial)
    {
        if (trials.TryAdd(number, trial))
        {
            proposer.Took(number, trial.Spec.Parameters, trial.PredictedSeconds ?? 0);
        }
    }

    /// <summary>Drops a trial that has ended, where <see cref="ForgetsEnded"/>: a million of them would fill the memory.</summary>
    public void Forget(int ended)
    {
        if (ForgetsEnded)
        {
            trials.Remove(ended);
            seen.Remove(ended);
        }
    }

    public bool HasSeen(int trial, int epoch) => epoch <= seen.GetValueOrDefault(trial);

    /// <summary>A trial that is added has reported this epoch, and nothing rests on it any more.</summary>
    public void Saw(int trial, int epoch) => seen[trial] = epoch;

    /// <inheritdoc cref="IScheduler.Standing"/>
    public Decision Standing(int trial) => stopped.TryGetValue(trial, out var reason)
        ? new Decision(Verdict.Prune, reason)
        : scheduler.Standing(trial);

    /// <summary>Takes in epochs that were recorded at once: in the order of trial and epoch, whoever came first.</summary>
    public IReadOnlyList<SearchAnswer> Report(IEnumerable<(int Trial, EpochRecord Record)> recorded, SearchMoment now) =>
    [
        .. recorded.OrderBy(one => one.Trial).ThenBy(one => one.Record.Epoch)
            .Select(one => Report(one.Trial, one.Record, now)),
    ];

    /// <summary>Takes in an epoch of a known trial. One that was seen before changes nothing.</summary>
    public SearchAnswer Report(int trial, EpochRecord record, SearchMoment now)
    {
        if (HasSeen(trial, record.Epoch))
        {
            return new SearchAnswer(Standing(trial), []);
        }

        var decision = scheduler.Report(Scheduled(trial), record);
        See(trial, record);
        if (!decision.AtRung)
        {
            return new SearchAnswer(decision, []);
        }

        proposer.Reached(trial, record);
        var own = new StoredDecision(trial, record.Epoch, $"{decision.Verdict}", decision.Reason);
        return new SearchAnswer(
            decision, decision.Promotion is { } promotion ? [own, .. Promoted([promotion], now)] : [own]);
    }

    /// <summary>A trial has ended for a reason of its own; if it was paused, it no longer counts as such.</summary>
    /// <returns>To be stored; empty where the trial was not to wait.</returns>
    public IReadOnlyList<StoredDecision> Leave(int trial, string outcome)
    {
        if (Standing(trial).Verdict is not Verdict.Pause)
        {
            return [];
        }

        scheduler.Withdraw(trial);
        return [new StoredDecision(trial, null, SchedulerReplay.Withdraw, $"it ended as {outcome}")];
    }

    /// <summary>A person has cancelled a trial, or all that wait.</summary>
    public void Cancel(int? trial)
    {
        if (trial is { } one)
        {
            scheduler.Withdraw(one);
        }
        else
        {
            scheduler.WithdrawPaused();
        }
    }

    /// <summary>A person has a failed trial tried again.</summary>
    public void Retry(int trial) => proposer.Again(trial);

    /// <summary>How many trials are to be proposed now.</summary>
    /// <param name="open">Trials that are not at their end.</param>
    /// <param name="slots">That may train the sweep.</param>
    public int Wanted(int open, int slots) => proposer.Wanted(open - Paused, slots);

    /// <summary>Proposes the trials that slots want now.</summary>
    /// <param name="index">Of the next proposal.</param>
    /// <param name="stored">Trials that are stored, numbered from 1.</param>
    /// <param name="slots">That may train the sweep.</param>
    /// <param name="had">Identities that the sweep has and that are skipped; null where no proposal repeats one.</param>
    /// <returns>Null when nothing changes. The trials are added once they are stored, see <see cref="Add"/>.</returns>
    public ProposedTrials? Propose(
        int index, int stored, int slots, SearchMoment now, IReadOnlySet<string>? had, TrialPlanner planner)
    {
        var (planned, decisions) = (new List<PlannedTrial>(), new List<StoredDecision>());
        var (wanted, refused, isOver) = (Wanted(now.Open.Count, slots), 0, false);
        while (planned.Count < wanted && !isOver)
        {
            var next = proposer.At(index);
            var isHad = next is not null && had?.Contains(next.Parameters.Identity(spec.Training)) is true;
            var trial = next is null || isHad ? null : planner.Plan(stored + planned.Count + 1, next.Parameters);
            var refusal = next is null ? proposer.StopReason(index) : trial is null ? null : Refusal(trial, planned, now);
            if (refusal is not null && (planned.Count > 0 || now.Open.Count > Paused))
            {
                // What runs may show that more is worth trying, or leave room in the budget.
                break;
            }

            isOver = next is null || ++index >= proposer.Count;
            if (next is not null && refusal is not null)
            {
                decisions.Add(new StoredDecision(null, null, Proposer.Skip, $"{labels.For(next.Parameters)}: {refusal}"));
                isOver |= ++refused == MostRefused;
            }
            else if (isHad && proposer.IsAdaptive)
            {
                decisions.Add(new StoredDecision(null, null, Proposer.Skip, $"{labels.For(next!.Parameters)}: the sweep has it"));
            }
            else if (trial is not null)
            {
                planned.Add(trial);
                decisions.AddRange(Take(trial, next!));
            }

            if (isOver && refusal is not null)
            {
                decisions.Add(new StoredDecision(null, null, Proposer.Finish, refusal));
            }
        }

        return isOver || decisions.Count + planned.Count > 0
            ? new ProposedTrials(isOver ? null : index, planned, decisions)
            : null;
    }

    /// <summary>A trial that a person wants tried, whatever the sampler would propose and the budget has left.</summary>
    public StoredDecision Enqueue(PlannedTrial trial)
    {
        proposer.Took(trial.Trial, trial.Parameters, trial.Cost.PredictedSeconds);
        return new StoredDecision(trial.Trial, null, Proposer.Enqueue, $"{labels.For(trial.Parameters)} was asked for");
    }

    /// <summary>Trials whose end the sampler has not heard of, in order.</summary>
    /// <param name="open">Trials that are not at their end.</param>
    public IReadOnlyList<int> Untold(IReadOnlySet<int> open) =>
        [.. proposer.Awaited.Where(trial => trials.ContainsKey(trial) && !open.Contains(trial))];

    /// <inheritdoc cref="Proposer.Awaits"/>
    public bool Awaits(int trial) => proposer.Awaits(trial);

    /// <summary>Tells the sampler how a trial ended, once.</summary>
    /// <param name="detail">Of its outcome, for a trial that has no result.</param>
    /// <param name="newest">The trial's last recorded epoch.</param>
    /// <returns>To be stored.</returns>
    public StoredDecision End(int trial, TrialState state, string? detail, EpochRecord? newest)
    {
        var record = state is TrialState.Completed or TrialState.Pruned ? newest : null;
        proposer.Ended(trial, record);
        return new StoredDecision(
            trial, record?.Epoch, Proposer.Result,
            record is null ? $"{state}: {detail}" : $"{spec.Objective.TextOf(record)} after epoch {record.Epoch}");
    }

    /// <summary>
    /// All that is left is paused and nothing will make room for it: the scheduler promotes, or else everything ends.
    /// </summary>
    /// <returns>To be stored, all or nothing.</returns>
    public IReadOnlyList<StoredDecision> Close(SearchMoment now) =>
        scheduler.PromoteLast() is { Count: > 0 } promotions
            ? Promoted(promotions, now)
            : [.. now.Open.Order().Select(
                trial => new StoredDecision(trial, null, nameof(Verdict.Prune), scheduler.Withdraw(trial).Reason))];

    /// <summary>Decides again what is stored, then what a crash left undecided.</summary>
    /// <param name="journal">In the order in which it is stored.</param>
    /// <param name="recorded">Every epoch of the trials that are added.</param>
    /// <returns>What is to be stored; each is decided when it is asked for.</returns>
    public IEnumerable<IReadOnlyList<StoredDecision>> Restore(
        IEnumerable<StoredDecision> journal, IReadOnlyList<(int Trial, EpochRecord Record)> recorded, SearchMoment now)
    {
        var known = journal.Where(IsOfKnownTrial).ToList();
        var records = recorded.ToDictionary(one => (one.Trial, one.Record.Epoch), one => one.Record);
        SchedulerReplay.Repeat(scheduler, known, Scheduled, (trial, epoch) => records[(trial, epoch)]);
        foreach (var stored in known)
        {
            proposer.Repeat(stored, (trial, epoch) => records[(trial, epoch)]);
            if (stored is { Kind: SchedulerReplay.Stop, Trial: { } stop })
            {
                stopped[stop] = stored.Reason;
            }
        }

        var judged = known.Where(SchedulerReplay.IsVerdict).Select(one => (one.Trial!.Value, one.Epoch!.Value)).ToHashSet();
        var inOrder = recorded.OrderBy(one => one.Trial).ThenBy(one => one.Record.Epoch).ToList();
        inOrder.ForEach(one => Spend(one.Trial, one.Record));
        foreach (var (trial, record) in inOrder)
        {
            if (judged.Contains((trial, record.Epoch)))
            {
                See(trial, record);
            }
            else if (Report(trial, record, now) is { Stored: { Count: > 0 } undecided })
            {
                yield return undecided;
            }
        }
    }

    /// <summary>Lets a new search decide on what a sweep has stored, and compares.</summary>
    /// <param name="trials">By number.</param>
    /// <param name="journal">In the order in which it is stored.</param>
    /// <param name="recordOf">The recorded epoch of a trial.</param>
    /// <returns>What it decides otherwise than is stored.</returns>
    public static IReadOnlyList<string> Differences(
        SweepSpec spec, IReadOnlyDictionary<int, SearchTrial> trials, IEnumerable<StoredDecision> journal,
        Func<int, int, EpochRecord> recordOf)
    {
        var known = journal.Where(one => one.Trial is not { } trial || trials.ContainsKey(trial)).ToList();
        return
        [
            .. SchedulerReplay.Repeat(Schedulers.For(spec), known, trial => trials[trial].Scheduled(trial), recordOf),
            .. Proposer.Differences(
                spec, known, trial => (trials[trial].Spec.Parameters, trials[trial].PredictedSeconds ?? 0), recordOf),
        ];
    }

    private bool IsOfKnownTrial(StoredDecision stored) => stored.Trial is not { } trial || trials.ContainsKey(trial);

    private ScheduledTrial Scheduled(int trial) => trials[trial].Scheduled(trial);

    private void See(int trial, EpochRecord record)
    {
        seen[trial] = record.Epoch;
        Spend(trial, record);
    }

    private void Spend(int trial, EpochRecord record)
    {
        if (spec.Search.Budget is not null)
        {
            spending.Record(Scheduled(trial), record);
        }
    }

    private IEnumerable<StoredDecision> Take(PlannedTrial trial, Proposal proposal)
    {
        proposer.Took(trial.Trial, proposal.Parameters, trial.Cost.PredictedSeconds);
        return proposer.IsAdaptive ? [new StoredDecision(trial.Trial, null, Proposer.Propose, proposal.Why)] : [];
    }

    /// <summary>Those that the budget has no room for are stopped.</summary>
    private List<StoredDecision> Promoted(IReadOnlyList<Promotion> promotions, SearchMoment now)
    {
        var decisions = new List<StoredDecision>();
        var waiting = promotions.Select(one => one.Trial).ToHashSet();
        foreach (var promotion in promotions)
        {
            decisions.Add(StoredDecision.Of(promotion));
            var running = now.Open.Where(trial => !waiting.Contains(trial)).ToList();
            if (Refusal(RestOf(promotion.Trial), running, [], now) is { } refusal)
            {
                stopped[promotion.Trial] = refusal;
                scheduler.Withdraw(promotion.Trial);
                decisions.Add(new StoredDecision(promotion.Trial, null, SchedulerReplay.Stop, refusal));
            }

            waiting.Remove(promotion.Trial);
        }

        return decisions;
    }

    private string? Refusal(PlannedTrial next, IEnumerable<PlannedTrial> planned, SearchMoment now) =>
        Refusal(RestOf(next), now.Open, planned.Select(RestOf), now);

    /// <param name="open">Trials that are not at their end; those that are paused or stopped take nothing.</param>
    private string? Refusal(
        (ScheduledTrial Trial, int Epochs) next, IEnumerable<int> open,
        IEnumerable<(ScheduledTrial Trial, int Epochs)> planned, SearchMoment now) => spec.Search.Budget is not { } budget ? null
        : spending.Refuses(
            budget,
            open.Where(trial => Knows(trial) && Standing(trial).Verdict is Verdict.Continue).Select(RestOf).Concat(planned),
            next,
            now.Left);

    private (ScheduledTrial Trial, int Epochs) RestOf(PlannedTrial planned)
    {
        var trial = new SearchTrial(
            new TrialSpec(planned.Parameters, spec.Training), planned.Cost.Macs, planned.Cost.PredictedSeconds);
        return (trial.Scheduled(planned.Trial), planned.Parameters.Epochs);
    }

    private (ScheduledTrial Trial, int Epochs) RestOf(int trial) =>
        (Scheduled(trial), Scheduled(trial).Epochs - spending.Epochs(trial));
}
