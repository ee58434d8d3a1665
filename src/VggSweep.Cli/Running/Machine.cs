using System.Globalization;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>What this machine can give to trials.</summary>
internal static class Machine
{
    /// <summary>Bytes that processes may still take: the least of what the kernel and the cgroup allow.</summary>
    public static long AvailableBytes()
    {
        var available = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var kibibytes = long.Parse(available.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return Math.Min(kibibytes * 1024, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    /// <summary>Processes that wanted a core, on average over the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>
    /// Slots and threads for a number of trials: one slot a device, or what the calibration found best, and before it one slot a
    /// core with one thread each. Fewer trials than slots get the cores that are left, a lone one every core.
    /// </summary>
    public static (int Slots, int Threads) Share(string? home, int trials, int? slots, int? threads, IReadOnlyList<string> devices)
    {
        var cores = Environment.ProcessorCount;
        slots ??= devices.Count > 0 ? Math.Clamp(trials, 1, devices.Count) : null;
        var chosen = slots ?? Math.Clamp(
            threads is { } each ? cores / each : Calibration.Find(home)?.Best.Slots ?? cores, 1, Math.Max(1, trials));
        return (chosen, threads ?? Math.Max(1, cores / chosen));
    }
}
