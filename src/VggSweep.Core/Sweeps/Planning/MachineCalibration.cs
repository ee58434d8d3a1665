using System.Text.Json;

namespace VggSweep.Core.Sweeps.Planning;

/// <summary>What was measured of a machine, once: how trials share it best, and what their layers cost.</summary>
/// <param name="Machine">Processor, cores and libtorch: on another machine it says nothing.</param>
/// <param name="Packings">Every way of sharing that was tried, the best first.</param>
/// <param name="Fp32">With as many threads as the best has.</param>
/// <param name="Bf16">Null where the processor has no instructions for it.</param>
public sealed record MachineCalibration(string Machine, IReadOnlyList<Packing> Packings, LayerRates Fp32, LayerRates? Bf16)
{
    /// <summary>How many trials side by side, with how many threads each.</summary>
    public Packing Best => Packings[0];

    public LayerRates RatesOf(Precision precision) => precision is Precision.Fp32 ? Fp32 : Bf16 ?? Fp32;

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <returns>Null when the text is of another version, or of another machine.</returns>
    public static MachineCalibration? Read(string json, string machine)
    {
        try
        {
            return JsonSerializer.Deserialize<MachineCalibration>(json, JsonSerializerOptions.Web)
                is { Packings.Count: > 0, Fp32: not null } read && read.Machine == machine
                ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Slots">Trials at once, a process each.</param>
/// <param name="Threads">Of each.</param>
/// <param name="ImagesPerSecond">Of all together, on small networks.</param>
public sealed record Packing(int Slots, int Threads, double ImagesPerSecond);
