namespace VggSweep.Worker.Slots;

/// <summary>The shared folder takes no files for now: it is full, read-only, or not mounted. Trying again may help.</summary>
internal sealed class FilesAwayException(string message, Exception? inner = null) : Exception(message, inner);
