using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Search;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Simulation;

/// <summary>
/// A sweep without training, on virtual time: drives the proposer, the scheduler and the lease book that drive a real
/// sweep. An epoch takes what the plan predicts, and curves tell its result. Attempts never fail.
/// </summary>
public sealed class VirtualSweep
{
    private const string Sweep = "virtual";

    private static readonly WorkerOffer Anyone =
        new(Sweep, "", new Numerics("cpu", "", "", 1, "fp32"), long.MaxValue, []);

    private readonly SweepSpec spec;
    private readonly ICurves curves;
    private readonly int slots;
    private readonly IScheduler scheduler;
    private readonly Proposer proposer;
    private readonly TrialPlanner? planner;
    private readonly Dictionary<int, VirtualTrial> trials = [];
    private readonly List<VirtualReport> reports = [];
    private readonly PriorityQueue<QueuedTrial, (double End, int Trial)> running = new();
    private readonly LeaseBook book = new(TimeSpan.MaxValue);
    private readonly SweepTerms terms;

    private int? proposed;
    private int open;
    private double now;
    private double deviceSeconds;
    private string? finish;

    private VirtualSweep(SweepSpec spec, ICurves curves, int slots, TrialPlanner? planner)
    {
        (this.spec, this.curves, this.slots, this.planner) = (spec, curves, slots, planner);
        (scheduler, proposer) = (Schedulers.For(spec), new Proposer(spec));
        (proposed, terms) = (planner is null ? null : 0, SweepTerms.Of(spec, priority: 0) with { Slots = slots });
        book.Workers.Saw(Anyone, 0);
    }

    /// <summary>A trial that nobody judges is one step; else each epoch is one.</summary>
    private bool IsJudged => spec.Scheduler is not RunToEndSpec;

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
        trials[planned.Trial] = new VirtualTrial(planned);
        open++;
        return planned.Trial;
    }

    private void Propose()
    {
        var wanted = proposed is null ? 0 : proposer.Wanted(open - scheduler.Paused, slots);
        var added = new List<int>();
        while (added.Count < wanted && proposed is { } index)
        {
            if (proposer.At(index) is not { } proposal)
            {
                EndProposals(index, added.Count);
                break;
            }

            var planned = planner!.Plan(trials.Count + 1, proposal.Parameters);
            proposer.Took(Add(planned), proposal.Parameters, planned.Cost.PredictedSeconds);
            added.Add(planned.Trial);
            proposed = index + 1 < proposer.Count ? index + 1 : null;
        }

        Queue(added);
    }

    /// <summary>What still runs may show that more is worth trying.</summary>
    private void EndProposals(int index, int added)
    {
        var reason = proposer.StopReason(index);
        if (reason is null || (open == scheduler.Paused && added == 0))
        {
            (proposed, finish) = (null, reason);
        }
    }

    private void Train(QueuedTrial next)
    {
        var trial = trials[next.Trial];
        running.Enqueue(next, (now + trial.Seconds(IsJudged ? 1 : trial.Planned.Parameters.Epochs), next.Trial));
    }

    private void Judge(QueuedTrial trained)
    {
        var trial = trials[trained.Trial];
        var epoch = IsJudged ? trial.Epochs + 1 : trial.Planned.Parameters.Epochs;
        deviceSeconds += trial.Seconds(epoch - trial.Epochs);
        var record = trial.Newest = curves.Epoch(trial.Planned, epoch);
        reports.Add(new VirtualReport(deviceSeconds, trial, record));
        var decision = scheduler.Report(Scheduled(trial.Planned), record);
        if (decision.AtRung)
        {
            proposer.Reached(trained.Trial, record);
        }

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
            Queue([promotion.Trial]);
        }
    }

    /// <summary>A trial that was to wait and is complete is none of those that wait.</summary>
    private void End(VirtualTrial trial)
    {
        if (scheduler.Standing(trial.Planned.Trial).Verdict is Verdict.Pause)
        {
            scheduler.Withdraw(trial.Planned.Trial);
        }

        trial.IsOpen = false;
        open--;
        proposer.Ended(trial.Planned.Trial, trial.Newest);
    }

    /// <summary>
    /// When all that is left is paused, nothing will ever make room for it: what the scheduler does not promote ends.
    /// </summary>
    /// <returns>Whether anything was left.</returns>
    private bool PromoteOrEnd()
    {
        if (open == 0)
        {
            return proposed is not null;
        }

        if (scheduler.PromoteLast() is { Count: > 0 } promotions)
        {
            Queue([.. promotions.Select(promotion => promotion.Trial)]);
            return true;
        }

        foreach (var trial in trials.Values.Where(trial => trial.IsOpen).ToList())
        {
            End(trial);
        }

        return true;
    }

    private ScheduledTrial Scheduled(PlannedTrial planned) => ScheduledTrial.Of(
        planned.Trial, new TrialSpec(planned.Parameters, spec.Training), planned.Cost.Macs,
        planned.Cost.PredictedSeconds);

    /// <summary>Epochs stand for the fence: a begun trial has one.</summary>
    private void Queue(IReadOnlyList<int> numbers) => book.Queue(
        Sweep, terms, numbers.Select(number => trials[number])
            .Select(one => new QueuedTrial(Sweep, one.Planned.Trial, one.Epochs, one.Planned.Cost.TrainingMacs)), 0);
}
