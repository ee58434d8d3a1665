using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VggSweep.Cli;
using VggSweep.Cli.Running;
using VggSweep.Coordinator;
using VggSweep.EndToEnd.Tests.Harness;
using VggSweep.ServiceDefaults;
using VggSweep.Store;

namespace VggSweep.EndToEnd.Tests.Access;

/// <summary>
/// What <c>serve</c> serves, without its worker and in this process: on loopback and without keys, one host named.
/// </summary>
public sealed class ServedHome : IAsyncLifetime
{
    public const string NamedHost = "sweeps.example.org";

    private readonly TemporaryFolder folder = new();
    private TakenHome? home;
    private WebApplication? app;

    public Uri Address => new(app!.Urls.Single());

    public HttpClient Client { get; } = new();

    public string Home => folder.Home;

    public SweepStore Store => home!.Store;

    public async ValueTask InitializeAsync()
    {
        home = Homes.Take(HomeFolder.At(folder.Home), "test");
        var builder = EmbeddedServer.Configure(
            ["--urls=http://127.0.0.1:0", "--VggSweep:OrleansDashboard=true", $"--VggSweep:AllowedHosts:0={NamedHost}",
                "--Logging:LogLevel:Default=None"],
            folder.Home);
        builder.Services.AddSingleton(home.Store);
        var ports = FreePorts.Take(2);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[0], ports[1]));
        app = builder.BuildCoordinator();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        await home!.DisposeAsync();
        folder.Dispose();
    }
}
