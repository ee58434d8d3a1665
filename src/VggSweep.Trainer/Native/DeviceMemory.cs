using System.Runtime.InteropServices;

namespace VggSweep.Trainer.Native;

/// <summary>What CUDA's driver says of the memory of the device that this thread computes on.</summary>
internal static partial class DeviceMemory
{
    /// <returns>Bytes that all processes have of it; null on the processor, or before the first tensor on the device.</returns>
    public static long? UsedBytes()
    {
        try
        {
            return Get(out var free, out var total) == 0 ? (long)(total - free) : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libcuda.so.1", EntryPoint = "cuMemGetInfo_v2")]
    private static partial int Get(out nuint free, out nuint total);
}
