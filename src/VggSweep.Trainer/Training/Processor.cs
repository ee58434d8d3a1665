using System.Runtime.Intrinsics.X86;

namespace VggSweep.Trainer.Training;

/// <summary>What libtorch can use of the processor.</summary>
internal static class Processor
{
    private static readonly string[] Bf16Flags = ["avx512_bf16", "amx_bf16"];

    /// <summary>libtorch takes the widest, unless its own variable says another.</summary>
    public static string InstructionSet { get; } =
        Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") is { Length: > 0 } chosen
            ? chosen : Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "baseline";

    /// <summary>Whether products of bf16 are instructions. Elsewhere they are emulated and slower than fp32.</summary>
    public static bool HasBf16 { get; } = File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) is { } flags
        && flags.Split(' ').Any(Bf16Flags.Contains);
}
