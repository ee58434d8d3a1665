using VggSweep.Core.Training;

namespace VggSweep.Worker.Trainers;

/// <summary>A trainer as a slot uses it: a process, or in the simulation none.</summary>
internal interface ITrainer : IAsyncDisposable
{
    int Threads { get; }

    /// <summary>What the trainer said of itself.</summary>
    TrainerEvent.Hello Hello { get; }

    /// <summary>Which libtorch it has, and on what it computes, for a person.</summary>
    string Text => $"libtorch {Hello.Libtorch}, {Hello.Device} {Hello.InstructionSet}";

    /// <summary>Called on any thread with each line that it says beside its events; null when nobody listens.</summary>
    Action<string>? Said { get; set; }

    /// <summary>The most that it had of its CUDA device's memory, in bytes; 0 on the processor, or where the driver does not say.</summary>
    long DevicePeakBytes => 0;

    Task SendAsync(TrainerCommand command);

    /// <returns>The next event, or null when the trainer has ended or speaks nonsense.</returns>
    Task<TrainerEvent?> ReadAsync(CancellationToken cancellation);

    /// <summary>Ends the trainer if it still runs, and tells how it ended.</summary>
    Task<TrainerDeath> DeathAsync();
}

/// <summary>Starts a trainer with that many threads an operation, on a CUDA device or, for null, the processor.</summary>
/// <exception cref="TrainerStartException">Its program does not start or does not fit.</exception>
internal delegate Task<ITrainer> StartTrainer(int threads, string? cudaDevice);
