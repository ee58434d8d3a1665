namespace VggSweep.Trainer.Data;

/// <summary>A file of the data is missing, cut off or changed; the message names it and the mend.</summary>
internal sealed class DataProblemException(string message, Exception? inner = null) : Exception(message, inner);
