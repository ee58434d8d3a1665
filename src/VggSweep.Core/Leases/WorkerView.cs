using VggSweep.Core.Trials;

namespace VggSweep.Core.Leases;

/// <summary>A worker, for people.</summary>
/// <param name="Holds">Its leases.</param>
[GenerateSerializer, Immutable]
public sealed record WorkerView(
    string Worker, WorkerState State, int Slots, Numerics Numerics, long MemoryBytes, IReadOnlyList<string> Labels,
    IReadOnlyList<LeaseKey> Holds);
