using VggSweep.Core.Scheduling;
using VggSweep.Core.Trials;

namespace VggSweep.Core.Search.Budgets;

/// <summary>What a search has taken of its budget.</summary>
internal sealed class Spending
{
    private readonly Dictionary<int, int> epochs = [];
    private double seconds;
    private double macs;

    /// <summary>That a trial was trained.</summary>
    public int Epochs(int trial) => epochs.GetValueOrDefault(trial);

    /// <summary>
    /// Counts an epoch once, the last one with the test images. A record stands for all epochs since the trial's last one.
    /// </summary>
    public void Record(ScheduledTrial trial, EpochRecord record)
    {
        var further = record.Epoch - Epochs(trial.Trial);
        if (further > 0)
        {
            epochs[trial.Trial] = record.Epoch;
            var isLast = record.Epoch == trial.Epochs;
            seconds += record.Seconds + (isLast && !double.IsNaN(trial.EndSeconds) ? trial.EndSeconds : 0);
            macs += (further * trial.EpochMacs) + (isLast ? trial.EndMacs : 0);
        }
    }

    /// <summary>Why a trial may not start or go on; null when it may.</summary>
    /// <param name="running">What is trained or about to be, each with the epochs that it has left.</param>
    /// <param name="next">The trial, with the epochs that it has left.</param>
    /// <param name="left">Of the wall time; null without a limit.</param>
    public string? Refuses(
        SearchBudget budget, IEnumerable<(ScheduledTrial Trial, int Epochs)> running, (ScheduledTrial Trial, int Epochs) next,
        TimeSpan? left)
    {
        var committed = running.Aggregate(
            (Seconds: seconds, Macs: macs),
            (sum, one) => (sum.Seconds + SecondsOf(one), sum.Macs + MacsOf(one)));
        if (left is { } rest && SecondsOf(next) > rest.TotalSeconds)
        {
            return Text(Time(SecondsOf(next)), "wall time", Time(rest.TotalSeconds), Time(budget.Wall!.Value.TotalSeconds));
        }

        if (budget.Device is { } device && committed.Seconds + SecondsOf(next) > device.TotalSeconds)
        {
            return Text(
                Time(SecondsOf(next)), "device time", Time(device.TotalSeconds - committed.Seconds), Time(device.TotalSeconds));
        }

        return budget.Macs is { } most && committed.Macs + MacsOf(next) > most
            ? Text(AmountText.Of(MacsOf(next)), "MACs", AmountText.Of(Math.Max(0, most - committed.Macs)), AmountText.Of(most))
            : null;
    }

    private static string Text(string needed, string what, string left, string all) =>
        $"the budget has {left} of {all} {what} left, and the trial needs {needed}";

    private static double SecondsOf((ScheduledTrial Trial, int Epochs) one) =>
        double.IsNaN(one.Trial.EpochSeconds) ? 0 : (one.Epochs * one.Trial.EpochSeconds) + one.Trial.EndSeconds;

    private static double MacsOf((ScheduledTrial Trial, int Epochs) one) =>
        (one.Epochs * one.Trial.EpochMacs) + one.Trial.EndMacs;

    private static string Time(double seconds) => TimeText.Of(Math.Max(0, seconds));
}
