using System.Diagnostics.Metrics;

namespace VggSweep.Core.Telemetry;

/// <summary>
/// Meters of things that come and go: each has its own, and its series end with it. All share one name, which is one
/// entry in a viewer, and differ in the tag <see cref="Number"/>: meters equal in both would share their streams, and
/// the first to end would end them for all. Numbers are reused once free, so a process that runs for months has no more
/// of them than it had sweeps or leases at once.
/// </summary>
/// <param name="name">Of every meter.</param>
public sealed class NumberedMeters(string name) : IDisposable
{
    /// <summary>A tag of the meter, not of its measurements.</summary>
    public const string Number = "number";

    private readonly Lock gate = new();
    private readonly SortedSet<int> free = [];
    private readonly Dictionary<Meter, int> used = [];
    private int taken;

    /// <summary>Give it back by <see cref="Return"/>.</summary>
    public Meter Take()
    {
        lock (gate)
        {
            var number = free.Count > 0 ? free.Min : ++taken;
            free.Remove(number);
            var meter = new Meter(new MeterOptions(name) { Tags = [new(Number, number)] });
            used.Add(meter, number);
            return meter;
        }
    }

    /// <summary>Ends those that were not given back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var meter in used.Keys)
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
            if (used.Remove(meter, out var number))
            {
                free.Add(number);
            }
        }
    }
}
