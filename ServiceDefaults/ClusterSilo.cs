using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace VggSweep.ServiceDefaults;

/// <summary>Joins the Orleans cluster that configuration describes; Aspire, Compose, systemd and a shell set the same keys.</summary>
public static class ClusterSilo
{
    public const string SiloPortKey = "Orleans:Endpoints:SiloPort";
    public const string GatewayPortKey = "Orleans:Endpoints:GatewayPort";

    private const string AddressKey = "Orleans:Endpoints:AdvertisedIPAddress";
    private const string Provider = "Orleans:Clustering:ProviderType";
    private const string ServiceKey = "Orleans:Clustering:ServiceKey";

    /// <summary>Of connections to Redis: after it has come back without its data, no new silo may be there before the old ones.</summary>
    private const int RetryMilliseconds = 500;

    /// <summary>Gives the ports of a silo that nobody needs to find by number: any two free ones.</summary>
    public static void UseFreePorts(this IHostApplicationBuilder builder)
    {
        var ports = FreePorts.Take(2);
        Default(builder.Configuration, SiloPortKey, $"{ports[0]}");
        Default(builder.Configuration, GatewayPortKey, $"{ports[1]}");
    }

    /// <exception cref="ConfigurationProblemException">A key is missing or wrong, a port is taken, or Redis does not answer.</exception>
    public static async Task AddClusterSiloAsync(this IHostApplicationBuilder builder, SiloRole role)
    {
        var configuration = builder.Configuration;
        Default(configuration, "Orleans:ClusterId", "vggsweep");
        Default(configuration, "Orleans:ServiceId", "vggsweep");
        Default(configuration, SiloPortKey, "11111");
        Default(configuration, GatewayPortKey, "30000");
        Default(configuration, AddressKey, $"{IPAddress.Loopback}");
        RequireAddress(configuration);
        var membershipSection = configuration.GetSection("Orleans:Membership");
        Settings.Bind(membershipSection, new ClusterMembershipOptions()); // A bad value is told before anything is joined.
        RequireFree(configuration, SiloPortKey, "Orleans:Endpoints:SiloListeningEndpoint");
        RequireFree(configuration, GatewayPortKey, "Orleans:Endpoints:GatewayListeningEndpoint");
        switch (configuration[Provider])
        {
            case null or "":
                throw new ConfigurationProblemException(
                    $"{Settings.Named(Provider)} is not set: it says how silos find each other; "
                    + $"set it to Redis, with {Settings.Named(ServiceKey)}=redis and ConnectionStrings__redis=HOST:PORT.");
            case "Redis":
                await AddRedisAsync(builder);
                break;
        }

        builder.Services.Configure<ClusterMembershipOptions>(membership =>
        {
            // Three misses of 2 s declare a silo dead: records must flow again within 15 s of a coordinator's death. On
            // machines whose cores are all taken by trainers a shorter time would declare the living dead.
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            Settings.Bind(membershipSection, membership);

            // No silo is suspected before it has sent nothing for three times this. Orleans's default of four probes is 24 s:
            // for so long whoever asked a frozen coordinator waited.
            if (membershipSection[nameof(membership.MaxProbeTimeout)] is null)
            {
                membership.MaxProbeTimeout = 1.5 * membership.ProbeTimeout;
            }
        });

        builder.Services.AddSingleton<IFatalErrorHandler, FatalErrorExit>().PostConfigure<SiloOptions>(
            silo => silo.SiloName = SiloNames.Of(role, silo.SiloName));
        builder.UseOrleans(silo =>
        {
            silo.AddCoordinatorDirectory();
            AddMembership(silo.Services, role);
        });

        // After the silo, whose view it compares: services start in the order in which they were added.
        builder.Services.AddSingleton<MembershipWatch>().AddHostedService(services => services.GetRequiredService<MembershipWatch>());
        builder.Services.AddHealthChecks().AddCheck<MembershipWatch>("membership");
    }

    /// <summary>Puts the clustering provider's table into one that restores it.</summary>
    private static void AddMembership(IServiceCollection services, SiloRole role)
    {
        var provider = services.Last(service => service.ServiceType == typeof(IMembershipTable)).ImplementationFactory!;
        services
            .RemoveAll<IMembershipTable>()
            .AddSingleton(all => ActivatorUtilities.CreateInstance<RestoredMembershipTable>(all, (IMembershipTable)provider(all), role))
            .AddSingleton<IMembershipTable>(all => all.GetRequiredService<RestoredMembershipTable>());
    }

    private static async Task AddRedisAsync(IHostApplicationBuilder builder)
    {
        Default(builder.Configuration, ServiceKey, "redis");
        var name = builder.Configuration[ServiceKey]!;
        var address = builder.Configuration.GetConnectionString(name) is { Length: > 0 } given ? given
            : throw new ConfigurationProblemException(
                $"ConnectionStrings__{name} is not set: {Settings.Named(Provider)}=Redis needs a "
                + "server; set it as HOST:PORT or HOST:PORT,password=….");
        var options = Parse(name, address);
        await RequireRedisAsync(options, name);

        // Once we run, Redis may come and go: leases and records do not need it.
        (options.AbortOnConnectFail, options.ReconnectRetryPolicy) = (false, new LinearRetry(RetryMilliseconds));
        builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(name, (_, _) => ConnectionMultiplexer.Connect(options));
    }

    private static ConfigurationOptions Parse(string name, string address)
    {
        try
        {
            return ConfigurationOptions.Parse(address);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ConfigurationProblemException(
                $"ConnectionStrings__{name} cannot be read: {exception.Message.ReplaceLineEndings(" ")} Set it as "
                + "HOST:PORT or HOST:PORT,password=….");
        }
    }

    private static async Task RequireRedisAsync(ConfigurationOptions options, string name)
    {
        try
        {
            var once = options.Clone();
            (once.AbortOnConnectFail, once.ConnectTimeout) = (true, 3_000);
            await using var redis = await ConnectionMultiplexer.ConnectAsync(once);
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            var where = string.Join(", ", options.EndPoints);
            throw new ConfigurationProblemException(exception.ToString().Contains("WRONGPASS", StringComparison.Ordinal)
                || exception.ToString().Contains("NOAUTH", StringComparison.Ordinal)
                ? $"Redis at {where} refuses the password; set the right one in ConnectionStrings__{name}."
                : $"Redis at {where} cannot be reached; start it, or set the right address in ConnectionStrings__{name}.");
        }
    }

    private static void RequireAddress(IConfiguration configuration)
    {
        if (!IPAddress.TryParse(configuration[AddressKey], out _))
        {
            throw new ConfigurationProblemException(
                $"{Settings.Named(AddressKey)} is '{configuration[AddressKey]}'; give the IP address by which other silos reach this one.");
        }
    }

    private static void RequireFree(IConfiguration configuration, string key, string listeningKey)
    {
        if (!int.TryParse(configuration[key], out var port) || port is < 1 or > 65_535)
        {
            throw new ConfigurationProblemException(
                $"{Settings.Named(key)} is '{configuration[key]}', which is not a port; give a number from 1 to 65535.");
        }

        // A silo that listens elsewhere than it says is behind a forwarder.
        var isForwarded = IPEndPoint.TryParse(configuration[listeningKey] ?? "", out var given);
        var listening = isForwarded ? given! : new IPEndPoint(IPAddress.Parse(configuration[AddressKey]!), port);
        switch (FreePorts.Refusal(listening))
        {
            case SocketError.AddressAlreadyInUse:
                throw new ConfigurationProblemException(
                    $"Port {listening.Port} of {listening.Address} is in use by another program; set another port in "
                    + $"{Settings.Named(key)}.");
            case SocketError.AddressNotAvailable:
                throw new ConfigurationProblemException(
                    $"{listening.Address} is not an address of this machine; set the one by which other silos reach "
                    + $"it in {Settings.Named(isForwarded ? listeningKey : AddressKey)}.");
        }
    }

    private static void Default(IConfiguration configuration, string key, string value)
    {
        if (string.IsNullOrEmpty(configuration[key]))
        {
            configuration[key] = value;
        }
    }
}
