using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace VggSweep.Telemetry.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLog : ILoggerFactory, ILogger
{
    public List<RecordedEvent> Events { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter) =>
        Events.Add(new RecordedEvent(
            logLevel, eventId.Id, eventId.Name!, formatter(state, exception),
            ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(), Activity.Current?.TraceId));

    public void Dispose()
    {
    }
}
