namespace VggSweep.Trainer.Native;

/// <summary>The machine's libtorch is missing or does not fit; the message says which, why and what to do.</summary>
internal sealed class LibtorchProblemException(string message, Exception? cause = null) : Exception(message, cause);
