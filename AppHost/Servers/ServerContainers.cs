namespace VggSweep.AppHost.Servers;

/// <summary>PostgreSQL and Redis in containers. Image names say their registry: podman resolves no short ones.</summary>
internal static class ServerContainers
{
    public const string Database = "vggsweep";

    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresContainer(this IDistributedApplicationBuilder builder) =>
        builder.AddPostgres("postgres", password: builder.AddPassword("postgres-password"))
            .WithImageTag(ClusterShape.Text(builder.Configuration, "postgres-tag"))
            .WithEnvironment("POSTGRES_DB", Database)
            .WithDataVolume("vggsweep-postgres")
            .AddDatabase(Database);

    public static IResourceBuilder<IResourceWithConnectionString> AddRedisContainer(this IDistributedApplicationBuilder builder) =>
        builder.AddRedis("redis", password: builder.AddPassword("redis-password"))
            .WithImageTag(ClusterShape.Text(builder.Configuration, "redis-tag"))
            .WithoutHttpsCertificate();

    /// <summary>A secret that is made at the first run and kept in the user's secrets, unless it is given.</summary>
    public static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);
}
