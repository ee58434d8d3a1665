using System.Diagnostics.Metrics;

namespace VggSweep.Core.Telemetry;

/// <summary>
/// Meters of things that come and go: each has one of its own, and its series end with it. The names repeat, so that a
/// process that runs for months has no more of them than it had sweeps or leases at once. While one is in use it is
/// nobody else's: two meters of one name would share their streams, and the first to end would end them for both.
/// </summary>
/// <param name="prefix">Of the names; a number follows.</param>
public sealed class NumberedMeters(string prefix) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedSet<int> free = [];
    private readonly HashSet<Meter> used = [];
    private int taken;

    /// <summary>Give it back by <see cref="Return"/>.</summary>
    public Meter Take()
    {
        lock (gate)
        {
            var number = free.Count > 0 ? free.Min : ++taken;
            free.Remove(number);
            var meter = new Meter($"{prefix}.{number}");
            used.Add(meter);
            return meter;
        }
    }

    /// <summary>Ends those that were not given back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var meter in used)
            {
                meter.Dispose();
            }
        }
    }

    /// <summary>Ends the meter and its series.</summary>
    public void Return(Meter meter)
    {
        meter.Dispose();
        lock (gate)
        {
            used.Remove(meter);
            free.Add(int.Parse(meter.Name[(prefix.Length + 1)..]));
        }
    }
}
