namespace VggSweep.Core.Leases;

/// <summary>The wish that an attempt ends.</summary>
[GenerateSerializer, Immutable]
public sealed record StopRequest(LeaseKey Key, StopOrder Order);
