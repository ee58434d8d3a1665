using VggSweep.Core.Leases;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>How long a number of slots take for the trials, found by driving the lease book that will give them out.</summary>
internal static class Makespan
{
    private const string Sweep = "plan";

    private static readonly WorkerOffer Anyone = new("plan", "", new Numerics("cpu", "", "", 1, "fp32"), long.MaxValue, []);

    public static double Seconds(IEnumerable<PlannedTrial> trials, int slots)
    {
        var book = new LeaseBook(TimeSpan.MaxValue);
        book.Workers.Saw(Anyone, 0);
        var seconds = trials.ToDictionary(trial => trial.Trial, trial => trial.Cost.PredictedSeconds);
        var terms = new SweepTerms(new TrainingSpec(), slots, Retries: 0, Timeout: null, Priority: 0, Labels: [], ResumeRule.Any);
        book.Queue(Sweep, terms, trials.Select(trial => new QueuedTrial(Sweep, trial.Trial, 0, trial.Cost.TrainingMacs)), 0);
        var running = new PriorityQueue<QueuedTrial, double>();
        var now = 0.0;
        while (true)
        {
            while (book.Take(Anyone, 0) is { } next)
            {
                running.Enqueue(next, now + seconds[next.Trial]);
            }

            if (!running.TryDequeue(out var ended, out var end))
            {
                return now;
            }

            now = end;
            book.PutBack(ended, again: false, 0);
        }
    }
}
