using System.Runtime.InteropServices;

namespace VggSweep.Worker.Trainers;

/// <summary>The signals that ask a program to end: SIGHUP, SIGINT and SIGTERM.</summary>
internal static partial class StopSignals
{
    private const int SetMask = 2; // SIG_SETMASK
    private const int Block = 0; // SIG_BLOCK
    private const ulong HupIntTerm = (1UL << 0) | (1UL << 1) | (1UL << 14);
    private const int WordsOfSet = 16; // sigset_t has 1,024 bits

    /// <summary>
    /// Starts a process with these signals blocked, from its first instruction on: whoever signals a whole group, Slurm or
    /// systemd or a terminal, leaves the process to its parent.
    /// </summary>
    public static T Blocked<T>(Func<T> start)
    {
        var (blocked, before) = (new ulong[WordsOfSet], new ulong[WordsOfSet]);
        blocked[0] = HupIntTerm;
        _ = ThreadMask(Block, blocked, before);
        try
        {
            return start();
        }
        finally
        {
            _ = ThreadMask(SetMask, before, null);
        }
    }

    /// <summary>Of the calling thread; a child inherits it.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int ThreadMask(int how, [In] ulong[] set, [Out] ulong[]? before);
}
