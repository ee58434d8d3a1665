using Microsoft.Extensions.Logging;

namespace VggSweep.Coordinator.Telemetry;

/// <content>The events. Queries and alerts name them: an id or a name is never changed or used again.</content>
internal sealed partial class SweepLog
{
    [LoggerMessage(100, LogLevel.Information,
        "Sweep {Sweep} submitted; trials: {Trials}, slots: {Slots}, predicted: {PredictedSeconds:N0} s", EventName = "SweepSubmitted")]
    private partial void LogSubmitted(string sweep, int trials, int slots, double predictedSeconds);

    [LoggerMessage(101, LogLevel.Information, "Sweep {Sweep} extended; new trials: {Trials}", EventName = "SweepExtended")]
    private partial void LogExtended(string sweep, int trials);

    [LoggerMessage(102, LogLevel.Information, "Sweep {Sweep} is {State}", EventName = "SweepStateChanged")]
    private partial void LogEntered(string sweep, string state);

    [LoggerMessage(
        103, LogLevel.Information,
        "Sweep {Sweep} {State} ({Trials}); best: trial {BestTrial}, validation accuracy {ValidationAccuracy:P2}, test "
        + "accuracy {TestAccuracy:P2}", EventName = "SweepEnded")]
    private partial void LogEnded(
        string sweep, string state, string trials, int bestTrial, double? validationAccuracy, double? testAccuracy);

    [LoggerMessage(104, LogLevel.Information, "Sweep {Sweep} {State} ({Trials}); no trial completed",
        EventName = "SweepEndedWithoutResult")]
    private partial void LogEndedWithoutBest(string sweep, string state, string trials);

    [LoggerMessage(110, LogLevel.Information, "Trial {Sweep}/{Trial} started on {Worker} (lease {Fence})", EventName = "TrialStarted")]
    private partial void LogStarted(string sweep, int trial, string worker, long fence);

    [LoggerMessage(
        111, LogLevel.Information,
        "Trial {Sweep}/{Trial} completed: validation accuracy {ValidationAccuracy:P2}, test accuracy "
        + "{TestAccuracy:P2}; {Seconds:0.0} s, epochs: {Epochs}", EventName = "TrialCompleted")]
    private partial void LogCompleted(
        string sweep, int trial, double? validationAccuracy, double? testAccuracy, double seconds, int epochs);

    [LoggerMessage(112, LogLevel.Information,
        "Trial {Sweep}/{Trial} is {State} after {Seconds:0.0} s, epochs: {Epochs}; {Outcome}", EventName = "TrialStopped")]
    private partial void LogStopped(string sweep, int trial, string state, double seconds, int epochs, string? outcome);

    [LoggerMessage(113, LogLevel.Warning,
        "Attempt of trial {Sweep}/{Trial} failed, trial is {State} after {Seconds:0.0} s, epochs: {Epochs}; {Outcome}",
            EventName = "TrialFailed")]
    private partial void LogFailed(string sweep, int trial, string state, double seconds, int epochs, string? outcome);

    [LoggerMessage(
        114, LogLevel.Debug,
        "Trial {Sweep}/{Trial} epoch {Epoch}: training loss {TrainLoss:0.0000}, validation loss "
        + "{ValidationLoss:0.0000}, validation accuracy {ValidationAccuracy:P2}; {Seconds:0.0} s",
        EventName = "EpochRecorded")]
    private partial void LogRecorded(
        string sweep, int trial, int epoch, double trainLoss, double validationLoss, double validationAccuracy,
        double seconds);

    [LoggerMessage(115, LogLevel.Information, "Trial events left out of this log: {Events}", EventName = "TrialEventsOmitted")]
    private partial void LogOmitted(int events);
}
