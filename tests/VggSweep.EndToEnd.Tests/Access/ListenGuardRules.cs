using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using VggSweep.Coordinator;
using VggSweep.Coordinator.Api;
using VggSweep.ServiceDefaults;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>What counts is what the server has bound, whoever told it to.</summary>
public sealed class ListenGuardRules
{
    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("https://192.0.2.1:5080")]
    public async Task An_open_address_without_a_key_ends_the_program_before_a_request_is_served(string address)
    {
        using var server = new BoundServer("http://127.0.0.1:5080", address);
        var guard = new ListenGuard(server, ApiKeys.Read(new CoordinatorOptions()));
        Assert.False(guard.Checked.IsCompleted);
        var problem = await Assert.ThrowsAsync<ConfigurationProblemException>(() => guard.StartedAsync(CancellationToken.None));
        Assert.Contains(address, problem.Message, StringComparison.Ordinal);
        Assert.False(await guard.Checked);
    }

    [Theory]
    [InlineData("http://localhost:5080", false)]
    [InlineData("http://[::1]:5080", false)]
    [InlineData("http://127.0.0.2:5080", false)]
    [InlineData("http://unix:/run/vggsweep.sock", false)]
    [InlineData("http://0.0.0.0:5080", true)]
    public async Task Loopback_is_served_without_a_key_and_the_rest_with_one(string address, bool hasKey)
    {
        using var server = new BoundServer(address);
        var guard = new ListenGuard(server, ApiKeys.Read(new CoordinatorOptions { ApiKeyHashes = hasKey ? [new string('0', 64)] : [] }));
        await guard.StartedAsync(CancellationToken.None);
        Assert.True(await guard.Checked);
    }

    private sealed class BoundServer : IServer, IServerAddressesFeature
    {
        public BoundServer(params string[] addresses)
        {
            Addresses = addresses;
            Features.Set<IServerAddressesFeature>(this);
        }

        public ICollection<string> Addresses { get; }

        public bool PreferHostingUrls { get; set; }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void Dispose()
        {
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
