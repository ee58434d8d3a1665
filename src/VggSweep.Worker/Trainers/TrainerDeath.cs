using VggSweep.Core;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Trainers;

/// <summary>What is known of a trainer process that ended without saying why.</summary>
/// <param name="ExitCode">128 and the signal's number when a signal ended it.</param>
/// <param name="KilledForMemory">The kernel's count of out-of-memory kills rose while it ran.</param>
/// <param name="LastLines">Of its standard error.</param>
/// <param name="PeakBytes">The most resident memory that was seen of it; 0 when nothing was.</param>
public sealed record TrainerDeath(int ExitCode, bool KilledForMemory, string LastLines, long PeakBytes = 0)
{
    private const int SigKill = 128 + 9;

    /// <param name="predictedBytes">For which the trial was admitted; 0 where nothing was predicted.</param>
    public TrialOutcome ToOutcome(long predictedBytes) =>
        ExitCode != SigKill || !KilledForMemory ? Fault()
        : HostMemory.IsAtFault(PeakBytes, predictedBytes) ? new TrialOutcome.MachineFault(
            MachineFaultKind.Memory,
            $"the machine ran out of memory: the kernel killed the trainer{Memory()} of "
            + $"{AmountText.OfBytes(predictedBytes)} predicted; end other programs or use fewer slots, and resume")
        : new TrialOutcome.OutOfMemory(
            $"the kernel killed the trainer because memory ran out{Memory()}; use fewer slots or a smaller batch");

    private TrialOutcome.Faulted Fault() =>
        new($"the trainer {Ending()}{Memory()}{(LastLines.Length > 0 ? $"; it last said: {LastLines}" : "")}", Died: true);

    private string Memory() => PeakBytes > 0 ? $" at {AmountText.OfBytes(PeakBytes)}" : "";

    private string Ending() =>
        ExitCode > 128 ? $"was ended by signal {ExitCode - 128}{SignalName(ExitCode - 128)}" : $"exited with code {ExitCode}";

    private static string SignalName(int signal) => signal switch
    {
        4 => " (illegal instruction)",
        6 => " (abort)",
        7 => " (bus error)",
        9 => " (kill)",
        11 => " (segmentation fault)",
        15 => " (terminate)",
        _ => "",
    };
}
