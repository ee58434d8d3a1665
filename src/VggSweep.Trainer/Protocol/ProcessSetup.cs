using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VggSweep.Trainer.Native;

namespace VggSweep.Trainer.Protocol;

/// <summary>What must be so before libtorch is loaded.</summary>
internal static class ProcessSetup
{
    /// <summary>A third of the processor's share of a process at 0 when both want it; all of it otherwise.</summary>
    private const int Niceness = 5;

    /// <summary>
    /// Leaves every request to end to the worker: a terminal, Slurm, systemd, timeout and container runtimes signal all
    /// processes at once, and the worker alone knows what that means for this one. The worker starts it with these signals
    /// blocked, since the runtime takes a moment until it gets here.
    /// </summary>
    public static void IgnoreStopSignals()
    {
        foreach (var signal in (int[])[Libc.SigHup, Libc.SigInt, Libc.SigTerm])
        {
            Libc.Signal(signal, Libc.Ignore);
        }
    }

    /// <summary>
    /// Training yields to the worker's silo and to the coordinators of this machine: with every core taken by trainers, a
    /// silo that answers too late is declared dead.
    /// </summary>
    /// <remarks>Called before libtorch starts its threads, which inherit the value.</remarks>
    public static void Yield() => _ = Libc.Nice(Niceness);

    /// <summary>
    /// Memory that a step gives back stays ours: a page that is touched for the first time costs more than the
    /// arithmetic on it (measured: 17 to 19 µs for 4 KiB; keeping them doubled the speed at 56 pixels).
    /// </summary>
    public static void KeepFreedMemory()
    {
        _ = Libc.MallocOption(Libc.MmapMax, 0);
        _ = Libc.MallocOption(Libc.TrimThreshold, int.MaxValue);
        _ = Libc.MallocOption(Libc.TopPad, 64 << 20);
        _ = Libc.MallocOption(Libc.ArenaMax, 1);
        _ = Libc.MallocOption(Libc.LargestFast, 0);
    }

    /// <summary>
    /// Free blocks for all that is small from now on: call it when libtorch is loaded. A small block that stays where
    /// tensors come and go cuts the room up for good. The smallest do it most: to align a tensor, malloc asks for some
    /// 100 bytes more and gives the rest back; what settles there keeps the next tensor of that size out. Measured
    /// at width 16 and 112 pixels, 0.66 GB of tensors: a process of 1.47 GB, with these blocks of 1.07 GB, and without
    /// malloc's caches (<see cref="Core.Training.TrainerEnvironment"/>) besides of 0.96 GB. They take 7 MB themselves.
    /// </summary>
    public static unsafe void ReserveSmallBlocks()
    {
        var reserved = new List<nint>();
        void Reserve(nuint size, int blocks)
        {
            for (var block = 0; block < blocks; block++)
            {
                reserved.Add((nint)NativeMemory.Alloc(size));
                _ = NativeMemory.Alloc(1); // Never freed: it keeps its neighbours apart.
            }
        }

        for (nuint size = 24; size <= 120; size += 16)
        {
            Reserve(size, 5_000);
        }

        Reserve(16 << 10, 500);
        Reserve(128 << 10, 128);
        foreach (var block in reserved)
        {
            NativeMemory.Free((void*)block);
        }
    }

    /// <summary>
    /// Standard output for the protocol alone: native libraries print on descriptor 1, which points at standard error
    /// from now on.
    /// </summary>
    public static Stream TakeStandardOutput()
    {
        var own = Libc.FileControl(1, Libc.DuplicateCloseOnExec, 3);
        if (own < 0 || Libc.Duplicate(2, 1) < 0)
        {
            throw new IOException($"Standard output cannot be duplicated (errno {Marshal.GetLastPInvokeError()}).");
        }

        return new FileStream(new SafeFileHandle(own, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }
}
