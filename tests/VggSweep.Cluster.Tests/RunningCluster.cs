using VggSweep.TestCluster;

namespace VggSweep.Cluster.Tests;

/// <summary>The servers and one coordinator, shared by the tests of a class; each test starts its own workers.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    public TestCluster.Cluster Cluster { get; } = new() { Data = SmallNet.Data() };

    public async ValueTask InitializeAsync()
    {
        await Cluster.StartServersAsync();
        await Cluster.StartCoordinatorAsync();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
