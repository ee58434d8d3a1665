using System.Diagnostics.Metrics;

namespace VggSweep.Core.Telemetry;

/// <summary>
/// Meters of things that come and go: each has one of its own, and its series end with it. The names repeat, so that a
/// process that runs for months has no more of them than it had sweeps or leases at once. While one is in use it is
/// nobody else's: two meters of one name would share their streams, and the first to end would end them for both.
/// </summary>
/// <param name="prefix">Of the names; a number follows.</param>
public sealed class NumberedMeters(string prefix)
{
    private readonly Lock gate = new();
    private readonly SortedSet<int> free = [];
    private int taken;

    /// <summary>Give it back by <see cref="Return"/>.</summary>
    public Meter Take()
    {
        lock (gate)
        {
            var number = free.Count > 0 ? free.Min : ++taken;
            free.Remove(number);
            return new Meter($"{prefix}.{number}");
        }
    }

    /// <summary>Ends the meter and its series.</summary>
    public void Return(Meter meter)
    {
        meter.Dispose();
        lock (gate)
        {
            free.Add(int.Parse(meter.Name[(prefix.Length + 1)..]));
        }
    }
}
