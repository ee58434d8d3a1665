namespace VggSweep.Core.Leases;

/// <summary>The answer to a worker's heartbeat.</summary>
/// <param name="Ttl">How long leases last; the worker renews four times in it.</param>
/// <param name="Lost">Leases that the worker no longer holds.</param>
/// <param name="Orders">Attempts that are to end.</param>
/// <param name="State">What the book thinks of the worker; a draining one leaves when its slots are empty.</param>
[GenerateSerializer, Immutable]
public sealed record BeatReply(TimeSpan Ttl, IReadOnlyList<LeaseKey> Lost, IReadOnlyList<StopRequest> Orders, WorkerState State);
