using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.Coordinator;
using VggSweep.ServiceDefaults;
using VggSweep.Store;

namespace VggSweep.Cluster.Tests;

/// <summary>A coordinator in this process, on SQLite and with an API key; nobody trains.</summary>
public sealed class RunningCoordinator : IAsyncLifetime
{
    private const string Key = "a key that is long enough for this";

    private readonly string home = Directory.CreateTempSubdirectory("vggsweep-api-").FullName;
    private HomeLock held = null!;
    private WebApplication app = null!;

    public SweepStore Store { get; private set; } = null!;

    /// <summary>With the key.</summary>
    public HttpClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public static AuthenticationHeaderValue Authorization { get; } = new("Bearer", Key);

    public async ValueTask InitializeAsync()
    {
        held = HomeLock.Take(home, "tests", TimeProvider.System.GetUtcNow());
        Store = SweepStore.Open(held, TimeProvider.System);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var ports = FreePorts.Take(3);
        var builder = WebApplication.CreateBuilder(["--urls", $"http://127.0.0.1:{ports[0]}", "--VggSweep:ApiKeyHashes:0", hash]);
        builder.Logging.ClearProviders();
        builder.AddCoordinator();
        builder.Services.AddSingleton(_ => Store);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[1], ports[2]));
        app = builder.BuildCoordinator();
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { Authorization = Authorization } };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        held.Dispose();
        Directory.Delete(home, recursive: true);
    }
}
