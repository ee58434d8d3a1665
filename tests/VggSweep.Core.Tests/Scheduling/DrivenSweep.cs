using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Tests.Scheduling;

/// <summary>A sweep whose results are given: drives a scheduler as the sweep's grain does, and keeps what the grain stores.</summary>
internal sealed class DrivenSweep
{
    private readonly IScheduler scheduler;
    private readonly Func<int, int, double> accuracy;
    private readonly int trials;
    private readonly int epochs;
    private readonly Queue<int> pending;
    private readonly List<int> running = [];
    private readonly HashSet<int> cancelled = [];

    /// <param name="accuracy">Of a trial after an epoch.</param>
    public DrivenSweep(IScheduler scheduler, int trials, int epochs, Func<int, int, double> accuracy)
    {
        (this.scheduler, this.accuracy, this.trials, this.epochs) = (scheduler, accuracy, trials, epochs);
        pending = new(Enumerable.Range(1, trials));
    }

    public List<StoredDecision> Stored { get; } = [];

    public Dictionary<(int Trial, int Epoch), EpochRecord> Records { get; } = [];

    /// <summary>Trials that trained to their last epoch.</summary>
    public IEnumerable<int> Complete => Enumerable.Range(1, trials).Where(trial => EpochsOf(trial) == epochs);

    public int EpochsOf(int trial) => Enumerable.Range(1, epochs).Count(epoch => Records.ContainsKey((trial, epoch)));

    public static ScheduledTrial Trial(int number, int epochs) =>
        new(number, epochs, EpochMacs: 1 << (number % 5), EpochSeconds: 1 + (number % 3));

    /// <summary>Runs to the end.</summary>
    /// <param name="draws">Which of the running trials reports next; every fiftieth number withdraws it instead.</param>
    public DrivenSweep Run(int slots, IReadOnlyList<int> draws)
    {
        for (var step = 0; Fill(slots); step++)
        {
            var draw = draws[step % draws.Count];
            var trial = running[draw % running.Count];
            if (draw % 50 == 49)
            {
                scheduler.Withdraw(trial);
                Stored.Add(new StoredDecision(trial, null, SchedulerReplay.Cancel, "a person"));
                cancelled.Add(trial);
                running.Remove(trial);
            }
            else
            {
                Report(trial);
            }

            Assert.Equal(Enumerable.Range(1, trials).Count(one => scheduler.Standing(one).Verdict is Verdict.Pause), scheduler.Paused);
        }

        return this;
    }

    /// <returns>What a new scheduler decides otherwise on the stored decisions.</returns>
    public IReadOnlyList<string> Replay(IScheduler restored) =>
        SchedulerReplay.Repeat(restored, Stored, trial => Trial(trial, epochs), (trial, epoch) => Records[(trial, epoch)]);

    /// <returns>Whether any trial is left.</returns>
    private bool Fill(int slots)
    {
        while (true)
        {
            while (running.Count < slots && pending.TryDequeue(out var next))
            {
                if (!cancelled.Contains(next))
                {
                    running.Add(next);
                }
            }

            if (running.Count > 0)
            {
                return true;
            }

            var promotions = scheduler.PromoteLast();
            foreach (var promotion in promotions)
            {
                Promote(promotion);
            }

            if (promotions.Count == 0)
            {
                WithdrawPaused();
                return false;
            }
        }
    }

    private void WithdrawPaused()
    {
        foreach (var trial in Enumerable.Range(1, trials).Where(trial => scheduler.Standing(trial).Verdict is Verdict.Pause).ToList())
        {
            Stored.Add(new StoredDecision(trial, null, nameof(Verdict.Prune), scheduler.Withdraw(trial).Reason));
        }

        Assert.Equal(0, scheduler.Paused);
    }

    private void Promote(Promotion promotion)
    {
        Assert.Equal(EpochsOf(promotion.Trial), promotion.Epoch);
        Assert.Equal(Verdict.Continue, scheduler.Standing(promotion.Trial).Verdict);
        Stored.Add(new StoredDecision(promotion.Trial, promotion.Epoch, SchedulerReplay.Promote, promotion.Reason));
        pending.Enqueue(promotion.Trial);
    }

    private void Report(int trial)
    {
        var epoch = EpochsOf(trial) + 1;
        var value = accuracy(trial, epoch);
        var record = Records[(trial, epoch)] = new EpochRecord(epoch, 1, 0.5, 1 - value, value, 1);
        var decision = scheduler.Report(Trial(trial, epochs), record);
        if (decision.AtRung)
        {
            Stored.Add(new StoredDecision(trial, epoch, $"{decision.Verdict}", decision.Reason));
        }

        if (decision.Promotion is { } promotion)
        {
            Promote(promotion);
        }

        if (decision.Verdict is not Verdict.Continue || epoch == epochs)
        {
            running.Remove(trial);
        }
    }
}
