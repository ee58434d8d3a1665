using VggSweep.Core.Leases;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>How long a number of slots take for the trials, found by driving the lease book that will give them out.</summary>
internal static class Makespan
{
    private const string Sweep = "plan";

    public static double Seconds(IEnumerable<PlannedTrial> trials, int slots)
    {
        var book = new LeaseBook(TimeSpan.MaxValue);
        var seconds = trials.ToDictionary(trial => trial.Trial, trial => trial.Cost.PredictedSeconds);
        book.Queue(Sweep, slots, trials.Select(trial => new QueuedTrial(Sweep, trial.Trial, 0, trial.Cost.TrainingMacs)));
        var running = new PriorityQueue<LeaseKey, double>();
        var now = 0.0;
        while (true)
        {
            while (book.Next() is { } next)
            {
                var key = new LeaseKey(Sweep, next.Trial, 1);
                book.Grant(next, key, "", 0);
                running.Enqueue(key, now + seconds[next.Trial]);
            }

            if (!running.TryDequeue(out var ended, out var end))
            {
                return now;
            }

            now = end;
            book.Release(ended, requeue: false);
        }
    }
}
