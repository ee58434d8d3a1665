namespace VggSweep.Worker.Trainers;

/// <summary>The kernel's count of processes of this cgroup that it killed for want of memory.</summary>
internal static class OutOfMemoryKills
{
    /// <returns>Null where there is no cgroup v2 or it cannot be read: then a SIGKILL stays unexplained.</returns>
    public static long? Count()
    {
        try
        {
            var own = File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal));
            var events = Path.Join("/sys/fs/cgroup", own?[3..] ?? "", "memory.events");
            var line = File.ReadLines(events).FirstOrDefault(line => line.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line["oom_kill ".Length..]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
