using System.Runtime.InteropServices;

namespace VggSweep.Trainer.Native;

/// <summary>What .NET has no call for.</summary>
internal static partial class Libc
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigTerm = 15;
    public const nint Ignore = 1; // SIG_IGN
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    public const int LargestFast = 1; // M_MXFAST
    public const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    public const int TopPad = -2; // M_TOP_PAD
    public const int MmapMax = -4; // M_MMAP_MAX
    public const int ArenaMax = -8; // M_ARENA_MAX
    public const int ProcessCpuTime = 2; // CLOCK_PROCESS_CPUTIME_ID

    /// <summary>On Linux this concerns the calling thread and the threads that it starts later.</summary>
    [LibraryImport("libc", EntryPoint = "nice", SetLastError = true)]
    public static partial int Nice(int increment);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int MallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    public static partial int TrimMemory(nuint pad);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int from, int to);

    /// <summary>Ends the process now: no finalizers, no waiting for threads within native code.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void ExitNow(int code);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int Clock(int clock, out Time time);

    /// <summary>struct timespec</summary>
    public readonly record struct Time(long Seconds, long Nanoseconds);
}
