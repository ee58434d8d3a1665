using System.Globalization;
using VggSweep.Trainer.Native;

namespace VggSweep.Trainer.Training;

/// <summary>The process's greatest resident memory, as the kernel counts it.</summary>
internal static class MemoryPeak
{
    /// <summary>
    /// Gives back what an earlier trial has left and counts anew: a trainer serves several trials. Where the kernel
    /// refuses, the peak is that of all of them.
    /// </summary>
    public static void Reset()
    {
        _ = Libc.TrimMemory(0);
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The peak of the memory cannot be reset: {exception.Message}");
        }
    }

    public static long Bytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
