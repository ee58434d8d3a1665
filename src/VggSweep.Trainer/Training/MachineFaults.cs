using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Data;

namespace VggSweep.Trainer.Training;

/// <summary>Whose fault an exception is: what names a file or a library is the machine's, and would end every other trial too.</summary>
internal static class MachineFaults
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    /// <param name="folder">Where checkpoints go.</param>
    /// <returns>Null when the exception says nothing about the machine.</returns>
    public static AttemptEnd.MachineFault? Of(Exception exception, string folder) => exception switch
    {
        DataProblemException => new(MachineFaultKind.Data, exception.Message),
        TypeInitializationException { InnerException: { } inner } => Of(inner, folder),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or FileNotFoundException or FileLoadException =>
            new(MachineFaultKind.Library, $"the trainer cannot load a library: {exception.Message.TrimEnd('.')}; build it again, and look at LD_LIBRARY_PATH"),
        IOException { HResult: NoSpace } => new(MachineFaultKind.DiskFull, $"the disk is full: {folder}; free some space and resume"),
        IOException { HResult: OverQuota } => new(MachineFaultKind.DiskFull, $"the disk quota is used up: {folder}; free some space and resume"),
        IOException or UnauthorizedAccessException => new(MachineFaultKind.Disk, $"{folder} cannot be used: {exception.Message.TrimEnd('.')}; mend that and resume"),
        _ => null,
    };
}
