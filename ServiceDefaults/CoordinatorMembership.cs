namespace VggSweep.ServiceDefaults;

/// <summary>The coordinators of the cluster: its membership without the workers.</summary>
internal sealed class CoordinatorMembership(IClusterMembershipService cluster) : IClusterMembershipService
{
    private (ClusterMembershipSnapshot All, ClusterMembershipSnapshot Coordinators)? newest;

    public ClusterMembershipSnapshot CurrentSnapshot => Filter(cluster.CurrentSnapshot);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => cluster.MembershipUpdates.Select(Filter);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) =>
        cluster.Refresh(minimumVersion, cancellationToken);

    public Task<bool> TryKill(SiloAddress siloAddress) => cluster.TryKill(siloAddress);

    private ClusterMembershipSnapshot Filter(ClusterMembershipSnapshot all)
    {
        if (newest is not { } known || known.All != all)
        {
            newest = known = (all, new(all.Members.RemoveRange(all.Members.Where(member => !SiloNames.IsCoordinator(member.Value.Name)).Select(member => member.Key)), all.Version));
        }

        return known.Coordinators;
    }
}
