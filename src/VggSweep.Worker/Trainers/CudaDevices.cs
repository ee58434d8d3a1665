using System.Globalization;
using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>The CUDA devices that this machine gives to its trainers.</summary>
public static class CudaDevices
{
    private const string Node = "nvidia";

    /// <summary>Those that the environment names; where it names none, as many as the driver has made nodes for.</summary>
    /// <param name="named">The variable CUDA_VISIBLE_DEVICES.</param>
    /// <param name="folder">Of the nodes nvidia0, nvidia1 …</param>
    public static IReadOnlyList<string> Find(string? named, string folder = "/dev") => named is not null
        ? named.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [.. Enumerable.Range(0, Nodes(folder)).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Of this machine and environment.</summary>
    /// <exception cref="TrainerStartException">There is none.</exception>
    public static IReadOnlyList<string> Require() =>
        Find(Environment.GetEnvironmentVariable(TrainerEnvironment.CudaDevices)) is { Count: > 0 } devices
        ? devices
        : throw new TrainerStartException(
            $"No CUDA device, neither in {TrainerEnvironment.CudaDevices} nor as /dev/{Node}0; install NVIDIA's "
            + "driver, set the variable, or train on the CPU.");

    /// <returns>Null where the driver's library (NVML) is missing or does not know the device.</returns>
    public static CudaDevice? Describe(string device) => Nvml.Find(device);

    /// <summary>Which device, for a person.</summary>
    public static string TextOf(string device) =>
        $"cuda {device}, {Describe(device)?.Text ?? "of which libnvidia-ml.so.1 says nothing: name, driver and memory are unknown"}";

    /// <summary>Memory of one slot, when the slots take the devices in turn and each leaves the others of its device their share.</summary>
    /// <param name="sizeOf">Bytes of a device; null where they are not known.</param>
    /// <returns>Of the slot that has the least; null without devices, or where one's memory is not known.</returns>
    public static long? ShareOfMemory(IReadOnlyList<string> devices, int slots, Func<string, long?> sizeOf)
    {
        var shares = devices
            .Take(slots)
            .Select((device, index) => sizeOf(device) / ((slots - index + devices.Count - 1) / devices.Count))
            .ToList();
        return shares.Contains(null) ? null : shares.Min();
    }

    /// <inheritdoc cref="ShareOfMemory(IReadOnlyList{string}, int, Func{string, long?})"/>
    public static long? ShareOfMemory(IReadOnlyList<string> devices, int slots) =>
        ShareOfMemory(devices, slots, device => Describe(device)?.TotalBytes);

    private static int Nodes(string folder) => Directory.EnumerateFileSystemEntries(folder, Node + "*")
        .Count(path => int.TryParse(Path.GetFileName(path).AsSpan(Node.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
