namespace VggSweep.Core.Leases;

/// <summary>One execution of a trial: the trial and the fence of the lease under which it runs.</summary>
[GenerateSerializer]
public sealed record LeaseKey(string Sweep, int Trial, long Fence)
{
    public override string ToString() => $"{Sweep}/{Trial} (fence {Fence})";
}
