namespace VggSweep.Worker.Trainers;

/// <summary>The trainer's program does not start, or is not of this build. The message says what to do.</summary>
public sealed class TrainerStartException(string message) : Exception(message);
