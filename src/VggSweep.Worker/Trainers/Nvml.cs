using System.Runtime.InteropServices;
using System.Text;

namespace VggSweep.Worker.Trainers;

/// <summary>
/// NVIDIA's management library, which comes with the driver; https://docs.nvidia.com/deploy/nvml-api. Each call returns
/// 0 for success.
/// </summary>
internal static unsafe partial class Nvml
{
    private const string Library = "libnvidia-ml.so.1";
    private const int LongestText = 96; // NVML_DEVICE_NAME_V2_BUFFER_SIZE
    private const int TooSmall = 7; // NVML_ERROR_INSUFFICIENT_SIZE

    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            return Initialize() == 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    });

    /// <param name="device">As CUDA_VISIBLE_DEVICES names it: a number, in the order of the PCI bus, or a UUID.</param>
    /// <returns>Null without the library, or where the driver does not know the device.</returns>
    public static CudaDevice? Find(string device)
    {
        if (!IsThere.Value || Handle(device) is not { } handle || MemoryOf(handle, out var memory) != 0)
        {
            return null;
        }

        var text = stackalloc byte[LongestText];
        return new CudaDevice(
            device,
            Name(handle, text, LongestText) == 0 ? Text(text) : "a device without a name",
            DriverVersion(text, LongestText) == 0 ? Text(text) : "of unknown version",
            (long)memory.Total,
            (long)memory.Used);
    }

    /// <summary>What a process has of a device's memory, its CUDA context included.</summary>
    /// <returns>Null where the driver does not say, as in a container with process ids of its own.</returns>
    public static long? UsedBy(string device, int pid)
    {
        if (!IsThere.Value || Handle(device) is not { } handle)
        {
            return null;
        }

        try
        {
            for (var count = 64u; ; count *= 2)
            {
                var processes = new ProcessUse[count];
                var found = count;
                var result = Processes(handle, ref found, processes);
                if (result != TooSmall)
                {
                    return result == 0 && processes.AsSpan(0, (int)found).ToArray()
                        .FirstOrDefault(process => process.Pid == pid) is { Pid: > 0, Bytes: < long.MaxValue } own
                        ? (long)own.Bytes
                        : null;
                }
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null; // A driver before 510.
        }
    }

    private static nint? Handle(string device) =>
        (uint.TryParse(device, out var number) ? ByIndex(number, out var handle) : ByUuid(device, out handle)) == 0 ? handle : null;

    private static string Text(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    [LibraryImport(Library, EntryPoint = "nvmlInit_v2")]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "nvmlSystemGetDriverVersion")]
    private static partial int DriverVersion(byte* version, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByIndex_v2")]
    private static partial int ByIndex(uint index, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetHandleByUUID", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ByUuid(string uuid, out nint device);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetName")]
    private static partial int Name(nint device, byte* name, uint length);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetMemoryInfo")]
    private static partial int MemoryOf(nint device, out Memory memory);

    [LibraryImport(Library, EntryPoint = "nvmlDeviceGetComputeRunningProcesses_v3")]
    private static partial int Processes(nint device, ref uint count, [Out] ProcessUse[] processes);

    /// <summary>nvmlMemory_t</summary>
    private readonly record struct Memory(ulong Total, ulong Free, ulong Used);

    /// <summary>nvmlProcessInfo_t</summary>
    private readonly record struct ProcessUse(uint Pid, ulong Bytes, uint GpuInstance, uint ComputeInstance);
}
