using VggSweep.Core.Scheduling;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Constraints;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Search;

/// <summary>
/// Asks a sweep's sampler for trials and tells it their results. No clock and no random source: restored by repeating the
/// stored trials and decisions, it proposes what it would have proposed.
/// </summary>
public sealed class Proposer
{
    /// <summary>The kind of a stored decision that proposes a trial.</summary>
    public const string Propose = "Propose";

    /// <summary>The kind of a stored decision by which the sampler hears how a trial ended.</summary>
    public const string Result = "Result";

    /// <summary>The kind of a stored decision by which a person has a failed trial tried again.</summary>
    public const string Retry = "Retry";

    /// <summary>The kind of a stored decision by which a person adds a trial.</summary>
    public const string Enqueue = "Enqueue";

    /// <summary>The kind of a stored decision by which a proposal becomes no trial: the budget has no room for it.</summary>
    public const string Skip = "Skip";

    /// <summary>The kind of a stored decision that ends a search although trials are left.</summary>
    public const string Finish = "Finish";

    /// <summary>The kind of a stored decision by which a file extends the sweep.</summary>
    public const string Extend = "Extend";

    /// <summary>
    /// Trials that wait at most where results do not matter: enough that no slot waits for a proposal, few enough that a
    /// sweep of a million is submitted at once.
    /// </summary>
    public const int MostWaiting = 1_000;

    private readonly SweepSpec spec;
    private readonly ISampler sampler;
    private readonly CostModel costs;
    private readonly SortedDictionary<int, TriedTrial> tried;
    private readonly HashSet<int> ended;

    public Proposer(SweepSpec spec)
        : this(spec, [], [])
    {
    }

    private Proposer(SweepSpec spec, SortedDictionary<int, TriedTrial> tried, HashSet<int> ended)
    {
        (this.spec, this.tried, this.ended) = (spec, tried, ended);
        (sampler, costs) = (Samplers.For(spec), new CostModel(spec));
    }

    public bool IsAdaptive => sampler.IsAdaptive;

    /// <summary>The trials of the whole search, at most; null when nothing bounds them.</summary>
    public long? Count => (sampler.Count, spec.Search.MaxTrials) switch
    {
        ({ } count, { } most) => Math.Min(count, most),
        var (count, most) => count ?? most,
    };

    /// <summary>Whether trials are proposed while others are trained, and not all of them at submission.</summary>
    public bool IsLazy => IsAhead || !(Count <= MostWaiting);

    /// <summary>Whether what runs now decides what is tried next, so that few trials are proposed ahead.</summary>
    private bool IsAhead => IsAdaptive || spec.Search.Budget is not null;

    /// <summary>Trials that are still to be proposed, at most.</summary>
    /// <param name="next">The index of the next proposal; null when there is none left.</param>
    public int Left(int? next) => next is { } index ? (int)Math.Clamp((Count ?? index) - index, 0, int.MaxValue) : 0;

    /// <returns>One for the extended sweep that knows what this one knows.</returns>
    public Proposer Of(SweepSpec extended) => new(extended, tried, ended);

    /// <summary>How many trials are to be proposed now.</summary>
    /// <param name="waiting">Trials that are proposed, and neither paused nor at their end; those that run are among them.</param>
    /// <param name="slots">That may train the sweep.</param>
    /// <remarks>One ahead of the slots where results matter: the next slot to fall free need not wait for its proposal.</remarks>
    public int Wanted(int waiting, int slots)
    {
        var most = IsAhead ? slots + 1 : Math.Max(MostWaiting, 2 * slots);
        return waiting > (IsAhead ? most - 1 : most / 2) ? 0 : most - waiting;
    }

    /// <summary>The proposal of that index, from 0; null when the search has ended.</summary>
    public Proposal? At(int index) =>
        index >= Count ? null : sampler.Propose(index, IsAdaptive ? new SearchHistory([.. tried.Values]) : SearchHistory.Empty);

    /// <summary>Why there is no proposal of that index although trials are left; null when none are.</summary>
    public string? StopReason(int index) => index >= Count ? null
        : sampler.StopReason(index, new SearchHistory([.. tried.Values]))
        ?? (spec.Constraints.Count == 0 || At(index) is not null ? null
            : $"no further configuration found that meets {string.Join(" and ", spec.Constraints)}");

    /// <summary>A trial has been proposed.</summary>
    /// <param name="seconds">Predicted when it was: what is stored with the trial.</param>
    public void Took(int trial, TrialParameters parameters, double seconds)
    {
        if (IsAdaptive)
        {
            tried[trial] = new TriedTrial(trial, parameters, null, seconds);
        }
    }

    /// <summary>A trial has reached a rung.</summary>
    public void Reached(int trial, EpochRecord record) => Set(trial, spec.Objective.ValueOf(record), record);

    /// <summary>A trial has ended.</summary>
    /// <param name="record">Its newest epoch; null when it failed.</param>
    public void Ended(int trial, EpochRecord? record)
    {
        Set(trial, record is null ? double.NaN : spec.Objective.ValueOf(record), record);
        ended.Add(trial);
    }

    /// <summary>A trial that failed is tried again.</summary>
    public void Again(int trial)
    {
        Set(trial, null, null);
        ended.Remove(trial);
    }

    /// <summary>Trials whose end the sampler waits for, in order.</summary>
    public IEnumerable<int> Awaited => tried.Keys.Where(Awaits);

    /// <summary>Whether the sampler waits for the trial's end.</summary>
    public bool Awaits(int trial) => tried.ContainsKey(trial) && !ended.Contains(trial);

    /// <summary>Repeats one stored decision; those that are no news to a sampler change nothing.</summary>
    /// <param name="recordOf">The recorded epoch of a trial.</param>
    public void Repeat(StoredDecision stored, Func<int, int, EpochRecord> recordOf)
    {
        switch (stored)
        {
            case { Trial: { } trial, Epoch: { } epoch } when SchedulerReplay.IsVerdict(stored):
                Reached(trial, recordOf(trial, epoch));
                break;
            case { Kind: Result, Trial: { } trial }:
                Ended(trial, stored.Epoch is { } last ? recordOf(trial, last) : null);
                break;
            case { Kind: Retry, Trial: { } trial }:
                Again(trial);
                break;
        }
    }

    /// <summary>Lets a new sampler propose on the stored results of a sweep, and compares.</summary>
    /// <param name="decisions">In the order in which they are stored.</param>
    /// <param name="trialOf">A trial's parameters and predicted seconds.</param>
    /// <param name="recordOf">The recorded epoch of a trial.</param>
    /// <returns>What it proposes otherwise than is stored.</returns>
    /// <remarks>A file that extends the sweep may have changed what is proposed: what came before it is taken as it is.</remarks>
    public static IReadOnlyList<string> Differences(
        SweepSpec spec, IReadOnlyList<StoredDecision> decisions, Func<int, (TrialParameters Parameters, double Seconds)> trialOf,
        Func<int, int, EpochRecord> recordOf)
    {
        var (proposer, differences) = (new Proposer(spec), new List<string>());
        var extended = decisions.ToList().FindLastIndex(stored => stored.Kind == Extend);
        var (next, last) = (0, 0);
        foreach (var (place, stored) in proposer.IsAdaptive ? decisions.Index() : [])
        {
            if (stored is not { Kind: Propose, Trial: { } trial })
            {
                // An extended search proposes anew, from the number of its trials.
                next = stored.Kind switch { Skip => next + 1, Extend => last, _ => next };
                proposer.Repeat(stored, recordOf);
                if (stored is { Kind: Enqueue, Trial: { } added })
                {
                    last = added;
                    proposer.Took(added, trialOf(added).Parameters, trialOf(added).Seconds);
                }

                continue;
            }

            var (parameters, seconds) = trialOf(trial);
            var proposal = place > extended ? proposer.At(next) : null;
            (next, last) = (next + 1, trial);
            if (place > extended
                && (proposal?.Parameters.Identity(spec.Training) != parameters.Identity(spec.Training) || proposal.Why != stored.Reason))
            {
                differences.Add($"trial {trial}: stored is {stored.Reason}, repeated is {proposal?.Why ?? "the end of the search"}");
            }

            proposer.Took(trial, parameters, seconds);
        }

        return differences;
    }

    private void Set(int trial, double? value, EpochRecord? record)
    {
        if (tried.TryGetValue(trial, out var known))
        {
            tried[trial] = known with { Value = value, Values = record is null ? null : ValuesOf(known, record) };
        }
    }

    /// <summary>Every objective where there are several; costs are predicted, so that they are the same on every machine.</summary>
    private IReadOnlyList<double>? ValuesOf(TriedTrial trial, EpochRecord record)
    {
        if (spec.Objectives.Count < 2)
        {
            return null;
        }

        var cost = costs.Of(trial.Parameters);
        var measures = new TrialMeasures(
            record.ValidationAccuracy, record.ValidationLoss, cost.Macs, cost.Params, cost.PeakBytes, cost.PredictedSeconds);
        return [.. spec.Objectives.Select(objective => objective.ValueOf(measures))];
    }
}
