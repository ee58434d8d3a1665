using System.Runtime.InteropServices;

namespace VggSweep.Trainer.Native;

/// <summary>
/// libtorch's settings of the process (at::Context), for those that TorchSharp has no name for: libtorch exports their
/// functions.
/// </summary>
internal static partial class TorchContext
{
    public const string Library = "libtorch_cpu.so";

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    public static partial nint Get();
}
