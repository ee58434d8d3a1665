namespace VggSweep.ServiceDefaults;

/// <summary>The coordinators of the cluster: its membership without the workers.</summary>
internal sealed class CoordinatorMembership(IClusterMembershipService cluster) : IClusterMembershipService
{
    private View? newest;

    public ClusterMembershipSnapshot CurrentSnapshot => Filter(cluster.CurrentSnapshot);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => cluster.MembershipUpdates.Select(Filter);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) =>
        cluster.Refresh(minimumVersion, cancellationToken);

    public Task<bool> TryKill(SiloAddress siloAddress) => cluster.TryKill(siloAddress);

    private ClusterMembershipSnapshot Filter(ClusterMembershipSnapshot all)
    {
        if (newest is { } known && known.All == all)
        {
            return known.Coordinators;
        }

        var others = all.Members.Where(member => !SiloNames.IsCoordinator(member.Value.Name)).Select(member => member.Key);
        var coordinators = new ClusterMembershipSnapshot(all.Members.RemoveRange(others), all.Version);
        newest = new(all, coordinators);
        return coordinators;
    }

    private sealed record View(ClusterMembershipSnapshot All, ClusterMembershipSnapshot Coordinators);
}
