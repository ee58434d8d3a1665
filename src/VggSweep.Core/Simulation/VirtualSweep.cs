using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// A sweep without training, on virtual time: drives the search and the lease book that drive a real sweep.
/// An epoch takes what the plan predicts, and curves tell its result. Attempts never fail.
/// </summary>
public sealed class VirtualSweep
{
    private const string Sweep = "virtual";

    private static readonly WorkerOffer Anyone =
        new(Sweep, "", new Numerics("cpu", "", "", 1, "fp32"), long.MaxValue, []);

    private readonly SweepSpec spec;
    private readonly ICurves curves;
    private readonly int slots;
    private readonly SweepSearch search;
    private readonly TrialPlanner? planner;
    private readonly Dictionary<int, VirtualTrial> trials = [];
    private readonly List<VirtualReport> reports = [];
    private readonly PriorityQueue<QueuedTrial, (double End, int Trial)> running = new();
    private readonly LeaseBook book = new(TimeSpan.MaxValue);
    private readonly SweepTerms terms;

    private int? proposed;
    private readonly HashSet<int> open = [];
    private double now;
    private double deviceSeconds;
    private string? finish;

    private VirtualSweep(SweepSpec spec, ICurves curves, int slots, TrialPlanner? planner)
    {
        (this.spec, this.curves, this.slots, this.planner) = (spec, curves, slots, planner);
        (search, proposed) = (new SweepSearch(spec), planner is null ? null : 0);

        // The slots are those of workers that have the sweep's labels.
        terms = SweepTerms.Of(spec, priority: 0) with { Slots = slots, Labels = [] };
        book.Workers.Saw(Anyone, 0);
    }

    private SearchMoment Moment => new(open, spec.Search.Budget?.Wall is { } wall ? wall - TimeSpan.FromSeconds(now) : null);

    /// <summary>Runs the whole search.</summary>
    /// <param name="curves">The results.</param>
    /// <param name="slots">Trials at once.</param>
    public static VirtualResult Run(
        SweepSpec spec, TrialPlanner planner, ICurves curves, int slots, CancellationToken cancellation = default) =>
        new VirtualSweep(spec, curves, slots, planner).Run(cancellation);

    /// <summary>Runs trials that are proposed already, under the sweep's scheduler.</summary>
    internal static VirtualResult Run(
        SweepSpec spec, IEnumerable<PlannedTrial> trials, ICurves curves, int slots, CancellationToken cancellation)
    {
        var sweep = new VirtualSweep(spec, curves, slots, planner: null);
        sweep.Queue([.. trials.Select(sweep.Add)]);
        return sweep.Run(cancellation);
    }

    private VirtualResult Run(CancellationToken cancellation)
    {
        Propose();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            while (running.Count < slots && book.Take(Anyone, 0) is { } next)
            {
                Train(next);
            }

            if (running.TryDequeue(out var trained, out var end))
            {
                now = end.End;
                Judge(trained);
            }
            else if (!PromoteOrEnd())
            {
                return new VirtualResult(now, deviceSeconds, [.. trials.Values], reports, finish);
            }

            Propose();
        }
    }

    private int Add(PlannedTrial planned)
    {
        trials[planned.Trial] = new VirtualTrial(planned, spec.Training);
        open.Add(planned.Trial);
        search.Add(
            planned.Trial,
            new SearchTrial(
                new TrialSpec(planned.Parameters, spec.Training), planned.Cost.Macs, planned.Cost.PredictedSeconds));
        return planned.Trial;
    }

    private void Propose()
    {
        if (proposed is not { } index
            || search.Propose(index, trials.Count, slots, Moment, had: null, planner!) is not { } proposal)
        {
            return;
        }

        proposed = proposal.Next;
        finish = proposal.Stored.FirstOrDefault(one => one.Kind == Proposer.Finish)?.Reason ?? finish;
        Queue([.. proposal.Trials.Select(Add)]);
    }

    private void Train(QueuedTrial next)
    {
        var trial = trials[next.Trial];
        running.Enqueue(next, (now + trial.Seconds(search.Compares ? 1 : trial.Planned.Parameters.Epochs), next.Trial));
    }

    private void Judge(QueuedTrial trained)
    {
        var trial = trials[trained.Trial];
        var epoch = search.Compares ? trial.Epochs + 1 : trial.Planned.Parameters.Epochs;
        var recorded = trial.RecordedSeconds(epoch - trial.Epochs);
        deviceSeconds += trial.Seconds(epoch - trial.Epochs);
        var record = trial.Newest = curves.Epoch(trial.Planned, epoch) with { Seconds = recorded };
        reports.Add(new VirtualReport(deviceSeconds, trial, record));
        var decision = search.Report(trained.Trial, record, Moment).Decision;
        if (decision.Verdict is Verdict.Continue && !trial.IsComplete)
        {
            Train(trained);
        }
        else
        {
            book.PutBack(trained, again: false, 0);
            if (decision.Verdict is not Verdict.Pause || trial.IsComplete)
            {
                End(trial);
            }
        }

        if (decision.Promotion is { } promotion)
        {
            Settle(promotion.Trial);
        }
    }

    /// <summary>A trial that was paused goes on, or ends.</summary>
    private void Settle(int trial)
    {
        if (search.Standing(trial).Verdict is Verdict.Continue)
        {
            Queue([trial]);
        }
        else
        {
            End(trials[trial]);
        }
    }

    /// <summary>A trial that was to wait and is complete is none of those that wait.</summary>
    private void End(VirtualTrial trial)
    {
        search.Leave(trial.Planned.Trial, "complete");
        open.Remove(trial.Planned.Trial);
        search.End(
            trial.Planned.Trial, trial.IsComplete ? TrialState.Completed : TrialState.Pruned, null, trial.Newest);
    }

    /// <summary>
    /// When all that is left is paused, nothing will ever make room for it: what the scheduler does not promote ends.
    /// </summary>
    /// <returns>Whether anything was left.</returns>
    private bool PromoteOrEnd()
    {
        if (open.Count == 0)
        {
            return proposed is not null;
        }

        foreach (var trial in search.Close(Moment).GroupBy(decision => decision.Trial!.Value))
        {
            if (trial.All(decision => decision.Kind == SchedulerReplay.Promote))
            {
                Queue([trial.Key]);
            }
            else
            {
                End(trials[trial.Key]);
            }
        }

        return true;
    }

    /// <summary>Epochs stand for the fence: a begun trial has one.</summary>
    private void Queue(IReadOnlyList<int> numbers) => book.Queue(
        Sweep, terms, numbers.Select(number => trials[number])
            .Select(one => new QueuedTrial(Sweep, one.Planned.Trial, one.Epochs, one.Planned.Cost.TrainingMacs)), 0);
}
