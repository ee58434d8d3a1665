using System.Runtime.InteropServices;

namespace VggSweep.Tests;

/// <summary>Signals to processes that a test started. Compiled into each test project: a minimal machine has no kill command.</summary>
internal static class Signals
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <param name="pid">A process, or the negative of a process group.</param>
    /// <returns>0 when there was one to hear it.</returns>
    public static int Send(int pid, int signal) => Native(pid, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Native(int pid, int signal);
}
