using VggSweep.Core;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Slots;

/// <summary>The worker's machine is at fault; the message names the thing, the reason and the remedy.</summary>
public sealed class MachineFaultException(MachineFaultKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public MachineFaultKind Kind => kind;

    /// <returns>The fault that an exception of this process tells of; null when it tells of none.</returns>
    internal static MachineFaultException? Of(Exception exception) => exception switch
    {
        MachineFaultException fault => fault,
        Trainers.TrainerStartException => new(MachineFaultKind.Library, exception.Message, exception),
        IOException { HResult: Errno.NoSpace } => new(
            MachineFaultKind.DiskFull,
            $"the disk is full: {exception.Message.TrimEnd('.')}; free some space and resume", exception),
        IOException or UnauthorizedAccessException => new(MachineFaultKind.Disk, exception.Message, exception),
        _ => null,
    };
}
