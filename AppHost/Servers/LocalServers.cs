using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace VggSweep.AppHost.Servers;

/// <summary>PostgreSQL and Redis as programs of this machine: data and passwords below the home, on free ports of loopback.</summary>
internal static class LocalServers
{
    /// <summary>
    /// The orchestrator stops programs by SIGTERM, by which PostgreSQL would wait for its clients: SIGINT stops it now,
    /// in good order.
    /// </summary>
    private const string StopsAtOnce =
        """
        "$@" & server=$!
        trap 'kill -INT $server' TERM INT
        wait $server; code=$?
        while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
        exit $code
        """;

    /// <summary>The servers of the local form that this machine lacks.</summary>
    public static IReadOnlyList<string> Missing()
    {
        (string Name, ServerPrograms? Programs)[] servers =
        [
            ("PostgreSQL", ServerPrograms.FindPostgres()), ("Redis", ServerPrograms.FindRedis()),
            ("Prometheus", ServerPrograms.FindPrometheus()),
        ];
        return [.. servers.Where(server => server.Programs is null).Select(server => server.Name)];
    }

    public static IResourceBuilder<LocalServerResource> AddLocalPostgres(this IDistributedApplicationBuilder builder, Folders folders)
    {
        var (folder, secret) = (Path.Combine(folders.Local, "postgres"), Path.Combine(folders.Local, "postgres-password"));
        var program = new PostgresProgram(folder);
        var password = builder.AddParameter("postgres-password", () => SecretFile.Password(secret), secret: true);
        return builder.AddLocalServer("postgres", "/bin/sh", folder, program.Programs, portVariable: "PGPORT", Connection)
            .WithArgs(["-c", StopsAtOnce, "postgres", .. program.Command()])
            .OnBeforeResourceStarted(
                (_, _, cancellation) =>
                    Task.Run(() => program.CreateData(SecretFile.Password(secret), ServerContainers.Database), cancellation))
            .WithPing((connection, cancellation) => PostgresProgram.PingAsync(connection, cancellation));

        ReferenceExpression Connection(LocalServerResource resource)
        {
            var (host, port) = (resource.Endpoint.Property(EndpointProperty.Host), resource.Endpoint.Property(EndpointProperty.Port));
            return ReferenceExpression.Create(
                $"Host={host};Port={port};Username={PostgresProgram.User};Password={password};Database={ServerContainers.Database}");
        }
    }

    public static IResourceBuilder<LocalServerResource> AddLocalRedis(this IDistributedApplicationBuilder builder, Folders folders)
    {
        var (folder, secret) = (Path.Combine(folders.Local, "redis"), Path.Combine(folders.Local, "redis-password"));
        var program = new RedisProgram(folder);
        var password = builder.AddParameter("redis-password", () => SecretFile.Password(secret), secret: true);
        var server = builder.AddLocalServer(
            "redis", program.Programs.Of("redis-server"), folder, program.Programs, portVariable: null,
            resource => ReferenceExpression.Create(
                $"{resource.Endpoint.Property(EndpointProperty.HostAndPort)},password={password}"));
        return server
            .WithArgs(
                context => program
                    .Command("--port")
                    .Skip(1)
                    .Append<object>(server.Resource.Endpoint.Property(EndpointProperty.TargetPort))
                    .ToList()
                    .ForEach(context.Args.Add))
            .OnBeforeResourceStarted(
                (_, _, cancellation) =>
                    Task.Run(() => program.WriteConfiguration(SecretFile.Password(secret), isDurable: false), cancellation))
            .WithPing((_, cancellation) => RedisProgram.PingAsync(
                server.Resource.Endpoint.Host, server.Resource.Endpoint.Port, SecretFile.Password(secret), cancellation))
            .WithOrleansProviderType("Redis");
    }

    private static IResourceBuilder<LocalServerResource> AddLocalServer(
        this IDistributedApplicationBuilder builder, string name, string command, string folder, ServerPrograms programs,
        string? portVariable, Func<LocalServerResource, ReferenceExpression> connection)
    {
        var server = builder.AddResource(new LocalServerResource(name, command, folder) { Connection = connection })
            .WithEndpoint(scheme: "tcp", name: "tcp", env: portVariable)
            .OnBeforeResourceStarted((_, _, _) => Task.FromResult(Directory.CreateDirectory(folder)));
        foreach (var (key, value) in ServerCommand.Environs(programs))
        {
            server.WithEnvironment(key, value);
        }

        return server;
    }

    /// <summary>Healthy when it answers.</summary>
    private static IResourceBuilder<LocalServerResource> WithPing(
        this IResourceBuilder<LocalServerResource> server, Func<string, CancellationToken, Task> ping)
    {
        var check = $"{server.Resource.Name}_ping";
        server.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(check, async cancellation =>
        {
            try
            {
                await ping((await server.Resource.ConnectionStringExpression.GetValueAsync(cancellation))!, cancellation);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is NpgsqlException or SocketException or IOException or InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy(exception.Message);
            }
        });
        return server.WithHealthCheck(check);
    }
}
