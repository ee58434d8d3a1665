using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VggSweep.Coordinator.Telemetry;
using VggSweep.Core.Api;
using VggSweep.Core.Leases;
using VggSweep.Core.Sweeps;
using VggSweep.Core.Sweeps.Planning;
using VggSweep.Core.Sweeps.Reading;
using VggSweep.Core.Telemetry;
using VggSweep.Core.Trials;
using VggSweep.Store;

namespace VggSweep.Telemetry.Tests;

/// <summary>What the coordinator's log says about sweeps, and how much.</summary>
public sealed class SweepEvents : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly RecordedLog recorded = new();
    private readonly SweepLog log;

    public SweepEvents() => log = new SweepLog(recorded, time);

    public void Dispose() => recorded.Dispose();

    [Fact]
    public async Task A_sweep_is_followed_from_its_submission_to_its_best_trial()
    {
        log.Submitted("tiny-1", SweepPlan.Make(
            SweepSpecReader.Read(
                "{ name: tiny, network: { arch: narrow, width: 4, resolution: 32 }, parameters: { seed: [1, 2] } }")
                    .Spec!, new PlanConditions(2, null, [])));
        log.Started(new LeaseKey("tiny-1", 1, 1), "worker-2");
        log.Recorded("tiny-1", 1, new EpochRecord(1, 2.3, 0.1, 2.2, 0.2, 4));
        await log.EndedAsync(isFailure: false, () => Task.FromResult<TrialRow?>(Trial(1)));
        await log.EndedAsync(isFailure: false, () => Task.FromResult<TrialRow?>(Trial(2, TrialState.Paused, "Paused", "rung 0")));
        await log.EndedAsync(isFailure: true, () => Task.FromResult<TrialRow?>(Trial(2, TrialState.Failed, "Diverged", "try a lower lr")));
        log.Ended(
            "tiny-1", SweepState.Completed, new Dictionary<TrialState,
            int>
            { [TrialState.Completed] = 1, [TrialState.Failed] = 1 }, Result);
        Assert.Equal(
            [
                (100, "SweepSubmitted", LogLevel.Information), (110, "TrialStarted", LogLevel.Information),
                (114, "EpochRecorded", LogLevel.Debug),
                (111, "TrialCompleted", LogLevel.Information), (112, "TrialStopped", LogLevel.Information),
                (113, "TrialFailed", LogLevel.Warning), (103, "SweepEnded", LogLevel.Information),
            ],
            recorded.Events.Select(@event => (@event.Id, @event.Name, @event.Level)));
        Assert.Equal(
            [
                "Trial tiny-1/1 started on worker-2 (lease 1)",
                "Trial tiny-1/1 epoch 1: training loss 2.3000, validation loss 2.2000, validation accuracy 20.00 %; 4.0 s",
                "Trial tiny-1/1 completed: validation accuracy 84.29 %, test accuracy 83.10 %; 12.3 s, epochs: 3",
                "Trial tiny-1/2 is paused after 12.3 s, epochs: 3; Paused: rung 0",
                "Attempt of trial tiny-1/2 failed, trial is failed after 12.3 s, epochs: 3; Diverged: try a lower lr",
                "Sweep tiny-1 completed (1 completed, 1 failed); best: trial 1, validation accuracy 84.29 %, test accuracy 83.10 %",
            ],
            recorded.Events.Skip(1).Select(@event => @event.Text));

        // From a line about a trial the dashboard leads to the trial's trace.
        var (one, two) = (TrialTrace.OfTrial("tiny-1", 1).TraceId, TrialTrace.OfTrial("tiny-1", 2).TraceId);
        Assert.Equal([null, one, one, one, two, two, null], recorded.Events.Select(@event => @event.Trace));
        Assert.Equal((2, 2), (recorded.Events[0].Fields["Trials"], recorded.Events[0].Fields["Slots"]));
        Assert.Equal(
            ("tiny-1", 1, 0.8429, 12.3),
            (
                recorded.Events[3].Fields["Sweep"], recorded.Events[3].Fields["Trial"],
                recorded.Events[3].Fields["ValidationAccuracy"], recorded.Events[3].Fields["Seconds"]));
    }

    [Fact]
    public async Task A_hundred_thousand_short_trials_fill_no_log_and_cost_no_reads()
    {
        const int Trials = 100_000;
        var reads = 0;
        for (var trial = 1; trial <= Trials; trial++)
        {
            log.Started(new LeaseKey("many-1", trial, 1), "worker-1");
            time.Advance(TimeSpan.FromMilliseconds(2));
            await log.EndedAsync(isFailure: false, () =>
            {
                reads++;
                return Task.FromResult<TrialRow?>(Trial(trial));
            });
        }

        log.Ended("many-1", SweepState.Completed, new Dictionary<TrialState, int> { [TrialState.Completed] = Trials }, Result);
        var periods = (int)Math.Ceiling(TimeSpan.FromMilliseconds(2 * Trials) / SweepLog.Period);
        Assert.InRange(recorded.Events.Count, periods * SweepLog.EventsPerPeriod, (periods + 1) * (SweepLog.EventsPerPeriod + 1) + 1);
        Assert.InRange(reads, 1, periods * SweepLog.EventsPerPeriod);

        // Nothing is silently missing.
        var omitted = recorded.Events.Where(@event => @event.Name == "TrialEventsOmitted").Sum(@event => (int)@event.Fields["Events"]!);
        Assert.Equal(2 * Trials, omitted + recorded.Events.Count(@event => @event.Name is "TrialStarted" or "TrialCompleted"));
    }

    [Fact]
    public async Task A_failure_is_told_however_many_trials_start_and_end()
    {
        for (var trial = 1; trial <= 10 * SweepLog.EventsPerPeriod; trial++)
        {
            log.Started(new LeaseKey("many-1", trial, 1), "worker-1");
        }

        await log.EndedAsync(
            isFailure: true,
            () => Task.FromResult<TrialRow?>(Trial(7, TrialState.Pending, "Faulted", "the trainer died")));
        Assert.Equal(
            "Attempt of trial tiny-1/7 failed, trial is pending after 12.3 s, epochs: 3; Faulted: the trainer died",
            recorded.Events[^1].Text);
    }

    private static TrialResult Result => new(
        1, TrialState.Completed, new TrialParameters(), new TrainingSpec(), 3, 0.8429, 0.5, 0.831, 1, 12.3, "Completed", "", 1, 1);

    private static TrialRow Trial(
        int number, TrialState state = TrialState.Completed, string outcome = "Completed", string detail = "") => new()
        {
            SweepId = "tiny-1",
            Number = number,
            State = state,
            Spec = "{}",
            Identity = "",
            Outcome = outcome,
            OutcomeDetail = detail,
            Done = 3,
            Seconds = 12.3,
            ValidationAccuracy = 0.8429,
            TestAccuracy = 0.831,
        };
}
