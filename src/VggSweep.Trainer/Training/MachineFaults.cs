using VggSweep.Core;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;
using VggSweep.Trainer.Data;

namespace VggSweep.Trainer.Training;

/// <summary>Whose fault an exception is: what names a file or a library is the machine's, and would end every other trial too.</summary>
internal static class MachineFaults
{
    /// <param name="folder">Where checkpoints go.</param>
    /// <returns>Null when the exception says nothing about the machine.</returns>
    public static AttemptEnd.MachineFault? Of(Exception exception, string folder) => exception switch
    {
        DataProblemException => new(MachineFaultKind.Data, exception.Message),
        TypeInitializationException { InnerException: { } inner } => Of(inner, folder),
        DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or FileNotFoundException or FileLoadException =>
            new(
                MachineFaultKind.Library,
                $"the trainer cannot load a library: {exception.Message.TrimEnd('.')}; rebuild it and check LD_LIBRARY_PATH"),
        IOException { HResult: Errno.NoSpace } => new(MachineFaultKind.DiskFull, $"the disk is full: {folder}; free some space and resume"),
        IOException { HResult: Errno.OverQuota } => new(
            MachineFaultKind.DiskFull, $"the disk quota is used up: {folder}; free some space and resume"),
        IOException or UnauthorizedAccessException => new(
            MachineFaultKind.Disk, $"{folder} cannot be used: {exception.Message.TrimEnd('.')}; fix that and resume"),
        _ => null,
    };
}
