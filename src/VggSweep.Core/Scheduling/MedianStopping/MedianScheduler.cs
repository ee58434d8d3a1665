using VggSweep.Core.Sweeps;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Scheduling.MedianStopping;

/// <summary>
/// Median stopping (Golovin et al., "Google Vizier", KDD 2017), as Optuna's MedianPruner decides: a trial ends whose best
/// result so far is worse than the median of what the complete trials had at the same epoch.
/// </summary>
/// <remarks>
/// Vizier compares with the medians of running averages instead. Every epoch counts once its trial is complete, so each is
/// a decision that is stored and repeated.
/// </remarks>
public sealed class MedianScheduler(MedianSpec spec, Objective objective) : IScheduler
{
    private static readonly Decision Training = new(Verdict.Continue, "it has no result yet");

    private readonly Dictionary<int, Entry> entries = [];

    /// <summary>What the complete trials had, by epoch from 1.</summary>
    private readonly List<Rung> complete = [];

    private int completed;

    public int Paused => 0;

    public IReadOnlyList<int> Reached => [];

    public Decision Report(ScheduledTrial trial, EpochRecord record)
    {
        if (!entries.TryGetValue(trial.Trial, out var entry))
        {
            entries[trial.Trial] = entry = new Entry();
        }

        if (entry.Standing.Verdict is not Verdict.Continue)
        {
            return entry.Standing with { AtRung = false };
        }

        var value = objective.ValueOf(record);
        entry.Curve.Add((record.Epoch, value));
        entry.Best = double.MaxNumber(entry.Best, value);
        var decision = record.Epoch >= trial.Epochs ? Complete(entry) : Compare(entry, record.Epoch);
        entry.Standing = decision;
        return decision;
    }

    public Decision Standing(int trial) => entries.TryGetValue(trial, out var entry) ? entry.Standing : Training;

    public Decision Withdraw(int trial) => Standing(trial);

    public void WithdrawPaused()
    {
    }

    private Decision Complete(Entry entry)
    {
        completed++;
        foreach (var (epoch, value) in entry.Curve.Where(point => !double.IsNaN(point.Value)))
        {
            while (complete.Count < epoch)
            {
                complete.Add(new Rung());
            }

            complete[epoch - 1].Add(0, value);
        }

        return new Decision(Verdict.Continue, "it is complete", AtRung: true);
    }

    private Decision Compare(Entry entry, int epoch)
    {
        if (epoch < spec.Grace)
        {
            return Go($"compared from epoch {spec.Grace} on");
        }

        if (completed < spec.Startup)
        {
            return Go($"{completed} of {spec.Startup} trials are complete");
        }

        if (double.IsNaN(entry.Best))
        {
            return new Decision(Verdict.Prune, $"epoch {epoch}: it has no result that is a number", AtRung: true);
        }

        if (complete.Count < epoch || complete[epoch - 1] is not { Count: > 0 } others)
        {
            return Go("no complete trial has a result there");
        }

        var median = (others.ValueAt((others.Count + 1) / 2) + others.ValueAt((others.Count / 2) + 1)) / 2;
        var figures = $"the best {objective.TextOf(entry.Best)}, the median of {others.Count} complete is {objective.TextOf(median)}";
        return new Decision(entry.Best < median ? Verdict.Prune : Verdict.Continue, $"epoch {epoch}: {figures}", AtRung: true);

        Decision Go(string why) => new(Verdict.Continue, $"epoch {epoch}: {why}", AtRung: true);
    }

    private sealed class Entry
    {
        public List<(int Epoch, double Value)> Curve { get; } = [];

        /// <summary>Not a number before the first result that is one.</summary>
        public double Best { get; set; } = double.NaN;

        public Decision Standing { get; set; } = Training;
    }
}
