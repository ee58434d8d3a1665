namespace VggSweep.Trainer.Training;

/// <summary>A trial would fit in micro-batches alone, and they would change its result; the message says why and what helps.</summary>
internal sealed class MicroBatchRefusedException(string message) : Exception(message);
