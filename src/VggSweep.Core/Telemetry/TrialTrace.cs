using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace VggSweep.Core.Telemetry;

/// <summary>
/// One trace for each trial, and one for each sweep with a span for every trial that links to its trace. The ids are
/// made of the names, so that every process, and a coordinator that takes over, adds to the same trace without being told.
/// </summary>
/// <remarks>Spans are told when they have ended: what became of an attempt is then known to whoever decides what is kept.</remarks>
public static class TrialTrace
{
    public const string Source = "VggSweep.Trials";

    /// <summary>A span with this tag belongs to an attempt that failed.</summary>
    public const string Failed = "vggsweep.failed";

    public const string Outcome = "vggsweep.outcome";

    private static readonly ActivitySource Spans = new(Source);

    /// <summary>Whether anybody wants spans.</summary>
    public static bool IsWanted => Spans.HasListeners();

    public static ActivityContext OfTrial(string sweep, int trial) => Context($"trial {sweep}/{trial}");

    public static ActivityContext OfSweep(string sweep) => Context($"sweep {sweep}");

    /// <param name="parent">The trace, or the span in it, that this one is part of.</param>
    /// <returns>The span, for those within it; the parent when nobody keeps it.</returns>
    public static ActivityContext Tell(
        string name, ActivityContext parent, DateTimeOffset start, TimeSpan duration,
        IEnumerable<KeyValuePair<string, object?>>? tags = null, ActivityContext? link = null)
    {
        using var span = Spans.StartActivity(name, ActivityKind.Internal, parent, tags, link is { } to ? [new(to)] : null, start);
        span?.SetEndTime((start + duration).UtcDateTime);
        return span?.Context ?? parent;
    }

    private static ActivityContext Context(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new(
            ActivityTraceId.CreateFromBytes(hash.AsSpan(0, 16)), ActivitySpanId.CreateFromBytes(hash.AsSpan(16, 8)),
            ActivityTraceFlags.Recorded, isRemote: true);
    }
}
