using VggSweep.Core.Leases;
using VggSweep.Core.Scheduling;
using VggSweep.Core.Scheduling.RunToEnd;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>
/// A sweep without training: drives the lease book that will give its trials out and the scheduler that will judge them.
/// Nobody knows the results yet, so every trial has one that is drawn by its number and stays the same in all epochs.
/// </summary>
internal sealed class Rehearsal
{
    private const string Sweep = "plan";

    private static readonly WorkerOffer Anyone = new("plan", "", new Numerics("cpu", "", "", 1, "fp32"), long.MaxValue, []);

    private readonly SweepSpec spec;
    private readonly IScheduler scheduler;
    private readonly Dictionary<int, PlannedTrial> trials;
    private readonly Dictionary<int, int> epochs = [];
    private readonly PriorityQueue<QueuedTrial, double> running = new();
    private readonly LeaseBook book = new(TimeSpan.MaxValue);
    private readonly SweepTerms terms;

    private Rehearsal(SweepSpec spec, IEnumerable<PlannedTrial> trials, int slots)
    {
        (this.spec, scheduler, this.trials) = (spec, Schedulers.For(spec), trials.ToDictionary(trial => trial.Trial));
        terms = new SweepTerms(slots, Retries: 0, Timeout: null, Priority: 0, Labels: [], ResumeRule.Any);
        book.Workers.Saw(Anyone, 0);
        book.Queue(Sweep, terms, this.trials.Values.Select(trial => Queued(trial.Trial, fence: 0)), 0);
    }

    /// <returns>From the start to the last end, and the epochs that each trial was trained.</returns>
    public static (double Seconds, IReadOnlyDictionary<int, int> Epochs) Run(
        SweepSpec spec, IEnumerable<PlannedTrial> trials, int slots, CancellationToken cancellation)
    {
        var rehearsal = new Rehearsal(spec, trials, slots);
        return (rehearsal.Seconds(cancellation), rehearsal.epochs);
    }

    private double Seconds(CancellationToken cancellation)
    {
        var now = 0.0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            while (book.Take(Anyone, 0) is { } next)
            {
                running.Enqueue(next, now + StepSeconds(next.Trial));
            }

            if (running.TryDequeue(out var trained, out var end))
            {
                now = end;
                Judge(trained, now);
            }
            else if (scheduler.PromoteLast() is { Count: > 0 } promotions)
            {
                Promote(promotions);
            }
            else
            {
                return now;
            }
        }
    }

    /// <summary>A trial that nobody judges is one step; else each epoch is one.</summary>
    private int StepEpochs(int trial) => spec.Scheduler is RunToEndSpec ? trials[trial].Parameters.Epochs : 1;

    private double StepSeconds(int trial) =>
        trials[trial].Cost.PredictedSeconds * StepEpochs(trial) / trials[trial].Parameters.Epochs;

    private void Judge(QueuedTrial trained, double now)
    {
        var (number, planned) = (trained.Trial, trials[trained.Trial]);
        var done = epochs[number] = epochs.GetValueOrDefault(number) + StepEpochs(number);
        var result = SeededRandom.For(spec.Search.Seed, "plan", number).NextDouble();
        var decision = scheduler.Report(
            ScheduledTrial.Of(number, new TrialSpec(planned.Parameters, spec.Training), planned.Cost.Macs, planned.Cost.PredictedSeconds),
            new EpochRecord(done, 0, 0, 1 - result, result, 0));
        if (decision.Verdict is Verdict.Continue && done < planned.Parameters.Epochs)
        {
            running.Enqueue(trained, now + StepSeconds(number));
        }
        else
        {
            book.PutBack(trained, again: false, 0);
        }

        if (decision.Promotion is { } promotion)
        {
            Promote([promotion]);
        }
    }

    private void Promote(IReadOnlyList<Promotion> promotions) =>
        book.Queue(Sweep, terms, promotions.Select(promotion => Queued(promotion.Trial, fence: 1)), 0);

    private QueuedTrial Queued(int trial, long fence) => new(Sweep, trial, fence, trials[trial].Cost.TrainingMacs);
}
