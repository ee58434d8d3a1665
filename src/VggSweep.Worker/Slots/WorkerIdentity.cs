using VggSweep.Core.Leases;
using VggSweep.Core.Training;
using VggSweep.Core.Trials;

namespace VggSweep.Worker.Slots;

/// <summary>Who this worker is to the lease book.</summary>
internal sealed class WorkerIdentity(WorkerOptions options, ILocalSiloDetails silo)
{
    public WorkerOptions Options => options;

    /// <summary>What a slot offers whose trainer said this of itself.</summary>
    public WorkerOffer Offer(TrainerEvent.Hello hello) => Newest = new(
        options.Name, silo.SiloAddress.ToParsableString(),
        new Numerics(hello.Device, hello.InstructionSet, hello.Libtorch, options.Threads, hello.Arithmetic),
        options.MemoryBytes, options.Labels);

    /// <summary>What was offered last; null before the first trainer runs.</summary>
    public WorkerOffer? Newest { get; private set; }
}
