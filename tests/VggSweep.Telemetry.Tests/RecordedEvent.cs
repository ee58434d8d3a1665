using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace VggSweep.Telemetry.Tests;

/// <param name="Fields">What a structured log keeps of it.</param>
/// <param name="Trace">The trace that it belongs to.</param>
internal sealed record RecordedEvent(
    LogLevel Level, int Id, string Name, string Text, IReadOnlyDictionary<string, object?> Fields,
    ActivityTraceId? Trace);
