using Microsoft.Extensions.Logging;

namespace VggSweep.Coordinator.Grains;

/// <content>What it tells the log.</content>
internal sealed partial class LeaseBookGrain
{
    [LoggerMessage(LogLevel.Information, "Worker {Worker} joined")]
    private partial void LogJoined(string worker);

    [LoggerMessage(LogLevel.Information, "Worker {Worker} left")]
    private partial void LogLeft(string worker);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} does not respond; its leases will expire")]
    private partial void LogGone(string worker);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} is set aside: {Reason}")]
    private partial void LogSetAside(string worker, string reason);

    [LoggerMessage(LogLevel.Error, "Sweep {Sweep} cannot be read and gets no leases: {Problem}")]
    private partial void LogUnreadable(string sweep, string problem);

    [LoggerMessage(LogLevel.Warning, "Expired leases could not be revoked; will retry: {Reason}")]
    private partial void LogLate(string reason);
}
