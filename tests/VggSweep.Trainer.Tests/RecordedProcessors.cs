namespace VggSweep.Trainer.Tests;

/// <summary>Processors on which libtorch's results agree with the recorded ones.</summary>
internal static class RecordedProcessors
{
    /// <summary>
    /// On AMD's family 26 (Zen 5) oneDNN's AVX-512 kernels of libtorch 2.10 give other losses than on the processors of the
    /// recordings, and trainings on resident images diverge now and then. docs/limits.md has what was seen.
    /// </summary>
    public static void SkipElsewhere() => Assert.SkipWhen(
        File.ReadLines("/proc/cpuinfo").Any(line => line.StartsWith("cpu family", StringComparison.Ordinal) && line.EndsWith(": 26", StringComparison.Ordinal)),
        "libtorch 2.10 computes other results on this processor (AMD family 26) than on those of the recordings");
}
