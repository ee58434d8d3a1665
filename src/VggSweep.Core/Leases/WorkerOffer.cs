using VggSweep.Core.Trials;

namespace VggSweep.Core.Leases;

/// <summary>What a free slot has to offer a trial.</summary>
/// <param name="Worker">The worker's name, unique among those alive.</param>
/// <param name="Silo">Address of the worker's silo with its generation; a silo declared dead gets no lease.</param>
/// <param name="Numerics">What a trial that starts here trains with.</param>
/// <param name="MemoryBytes">Memory of one slot.</param>
/// <param name="Labels">What sweeps may require of their workers.</param>
[GenerateSerializer, Immutable]
public sealed record WorkerOffer(string Worker, string Silo, Numerics Numerics, long MemoryBytes, IReadOnlyList<string> Labels);
