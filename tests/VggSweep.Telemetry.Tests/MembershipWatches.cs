using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VggSweep.ServiceDefaults;

namespace VggSweep.Telemetry.Tests;

/// <summary>A silo that is not where the membership table has it is not healthy, and ends when it is on an island.</summary>
public sealed class MembershipWatches : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly ServerTable server = new();
    private readonly RestoredMembershipTable table;
    private readonly Cluster cluster = new();
    private readonly Ending ending = new();
    private readonly MembershipWatch watch;

    public MembershipWatches()
    {
        table = new(server, SiloRole.Coordinator, time, NullLogger<RestoredMembershipTable>.Instance);
        watch = new(table, cluster, new Here(), ending, time);
    }

    [Fact]
    public async Task A_silo_whose_view_is_the_tables_is_healthy()
    {
        await JoinAsync(Here.Address);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task A_silo_that_the_table_lacks_is_unhealthy()
    {
        await JoinAsync(SiloAddress.New(IPAddress.Loopback, 2, 1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    [Fact]
    public async Task A_silo_whose_view_stays_older_than_the_table_is_unhealthy()
    {
        await JoinAsync(Here.Address);
        cluster.IsDeaf = true;
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    [Fact]
    public async Task A_silo_that_cannot_read_the_table_is_unhealthy_when_that_lasts()
    {
        await JoinAsync(Here.Address);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        server.IsDown = true;
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HealthStatus.Unhealthy, (await watch.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task A_coordinator_that_began_a_table_ends_when_an_older_one_turns_up()
    {
        var begin = table.InitializeMembershipTableAsync(true);
        while (!begin.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(table.IsFounder);
        await JoinAsync(Here.Address, startedMinute: 5);
        await JoinAsync(SiloAddress.New(IPAddress.Loopback, 2, 1), startedMinute: 1);
        await watch.StartAsync(CancellationToken.None);
        Assert.Contains("second cluster", await ending.Reason, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        watch.Dispose();
        table.Dispose();
    }

    private async Task<HealthStatus> StatusAsync()
    {
        await watch.StartAsync(CancellationToken.None);
        return (await watch.CheckHealthAsync(new())).Status;
    }

    private async Task JoinAsync(SiloAddress silo, int startedMinute = 0) => Assert.True(await table.InsertRowAsync(
        new()
        {
            SiloAddress = silo,
            Status = SiloStatus.Active,
            SiloName = SiloNames.Of(SiloRole.Coordinator, $"{silo.Endpoint.Port}"),
            HostName = "here",
            StartTime = DateTime.UnixEpoch.AddMinutes(startedMinute),
        },
        (await table.ReadAllAsync()).Version.Next()));

    private sealed class Here : ILocalSiloDetails
    {
        public static SiloAddress Address { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

        public string Name => "here";

        public string ClusterId => "tests";

        public string DnsHostName => "here";

        public SiloAddress SiloAddress => Address;

        public SiloAddress GatewayAddress => Address;
    }

    private sealed class Cluster : IClusterMembershipService
    {
        /// <summary>Whether it learns nothing.</summary>
        public bool IsDeaf { get; set; }

        public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = Of(new(0));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => AsyncEnumerable.Empty<ClusterMembershipSnapshot>();

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
        {
            CurrentSnapshot = IsDeaf ? CurrentSnapshot : Of(minimumVersion);
            return ValueTask.CompletedTask;
        }

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

        private static ClusterMembershipSnapshot Of(MembershipVersion version) =>
            new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, version);
    }

    private sealed class Ending : IFatalErrorHandler
    {
        private readonly TaskCompletionSource<string?> reason = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string?> Reason => reason.Task;

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
            reason.TrySetResult(context);
    }
}
