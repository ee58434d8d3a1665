using System.Runtime.InteropServices;

namespace VggSweep.ServiceDefaults;

/// <summary>What .NET has no call for.</summary>
internal static partial class Posix
{
    public const int GetDescriptorFlags = 1; // F_GETFD
    public const int CloseOnExec = 1; // FD_CLOEXEC
    public const int ReadWrite = 2; // O_RDWR
    public const int OpenFiles = 7; // RLIMIT_NOFILE
    public const short Gone = 0x8 | 0x10 | 0x20; // POLLERR, POLLHUP, POLLNVAL

    [LibraryImport("libc", EntryPoint = "fcntl")]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    public static partial int GetLimit(int resource, out Limit limit);

    /// <summary>struct pollfd</summary>
    public struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    /// <summary>struct rlimit</summary>
    public readonly record struct Limit(ulong Soft, ulong Hard);
}
