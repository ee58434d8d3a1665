using System.Globalization;

namespace VggSweep.Worker.Trainers;

/// <summary>What the kernel says of a process's memory.</summary>
internal static class ResidentMemory
{
    /// <returns>The most that it had resident, in bytes; 0 where that cannot be read, as of a process that is gone.</returns>
    public static long PeakOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
