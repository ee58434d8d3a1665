using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Coordinator.Telemetry;

/// <summary>
/// The coordinator's log of its sweeps. Events of trials are rate-limited, failures apart from the rest, and the log says
/// how many were left out; events of sweeps are never left out.
/// </summary>
internal sealed partial class SweepLog(ILoggerFactory loggers, TimeProvider time)
{
    /// <summary>The log category.</summary>
    public const string Category = "VggSweep.Sweeps";

    /// <summary>Trial events per <see cref="Period"/>.</summary>
    public const int EventsPerPeriod = 50;

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ILogger logger = loggers.CreateLogger(Category);
    private readonly EventBudget trials = new(time, EventsPerPeriod, Period);
    private readonly EventBudget failures = new(time, EventsPerPeriod, Period);

    /// <summary>Whether events are kept at all; what they say need not be read from the store otherwise.</summary>
    public bool IsOn => logger.IsEnabled(LogLevel.Information);

    public void Submitted(string sweep, SweepPlan plan) => LogSubmitted(sweep, (int)plan.Count, plan.Slots, plan.PredictedSeconds);

    public void Extended(string sweep, int added) => LogExtended(sweep, added);

    /// <summary>The sweep runs or is paused from now on.</summary>
    public void Entered(string sweep, SweepState state) => LogEntered(sweep, Word(state));

    /// <param name="best">Null when no trial has completed.</param>
    public void Ended(string sweep, SweepState state, IReadOnlyDictionary<TrialState, int> counts, TrialResult? best)
    {
        TellOmitted();
        var text = string.Join(", ", counts.Where(count => count.Value > 0).Select(count => $"{count.Value:N0} {Word(count.Key)}"));
        if (best is null)
        {
            LogEndedWithoutBest(sweep, Word(state), text);
        }
        else
        {
            LogEnded(sweep, Word(state), text, best.Trial, best.ValidationAccuracy, best.TestAccuracy);
        }
    }

    public void Started(LeaseKey lease, string worker)
    {
        if (Admits(trials))
        {
            using var trace = InTraceOf(lease.Sweep, lease.Trial);
            LogStarted(lease.Sweep, lease.Trial, worker, lease.Fence);
        }
    }

    /// <summary>The trial's newest attempt has ended.</summary>
    /// <param name="isFailure">Whether it failed, or its trainer or worker died.</param>
    /// <param name="read">Reads the trial's row; not called when the event is left out.</param>
    public async Task EndedAsync(bool isFailure, Func<Task<TrialRow?>> read)
    {
        if (!Admits(isFailure ? failures : trials) || await read() is not { } row)
        {
            return;
        }

        using var trace = InTraceOf(row.SweepId, row.Number);
        var outcome = row.OutcomeDetail is { Length: > 0 } detail ? $"{row.Outcome}: {detail}" : row.Outcome;
        if (row.State is TrialState.Completed)
        {
            LogCompleted(row.SweepId, row.Number, row.ValidationAccuracy, row.TestAccuracy, row.Seconds, row.Done);
        }
        else if (isFailure)
        {
            LogFailed(row.SweepId, row.Number, Word(row.State), row.Seconds, row.Done, outcome);
        }
        else
        {
            LogStopped(row.SweepId, row.Number, Word(row.State), row.Seconds, row.Done, outcome);
        }
    }

    public void Recorded(string sweep, int trial, EpochRecord record)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            using var trace = InTraceOf(sweep, trial);
            LogRecorded(sweep, trial, record.Epoch, record.TrainLoss, record.ValidationLoss, record.ValidationAccuracy, record.Seconds);
        }
    }

    private static string Word<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    /// <summary>Links what is logged to the trial's trace. The activity has no source, so no exporter sees it.</summary>
    private static Activity InTraceOf(string sweep, int trial)
    {
        var context = TrialTrace.OfTrial(sweep, trial);
        return new Activity("log").SetParentId(context.TraceId, context.SpanId, context.TraceFlags).Start();
    }

    private bool Admits(EventBudget budget)
    {
        if (!IsOn || !budget.Admit())
        {
            return false;
        }

        TellOmitted();
        return true;
    }

    private void TellOmitted()
    {
        if (trials.TakeOmitted() + failures.TakeOmitted() is > 0 and var omitted)
        {
            LogOmitted(omitted);
        }
    }
}
