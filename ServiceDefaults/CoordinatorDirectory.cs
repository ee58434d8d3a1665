using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace VggSweep.ServiceDefaults;

/// <summary>
/// Orleans' distributed grain directory on coordinators alone. A lookup waits for the silo that holds the entry, and a
/// new view of the cluster for every silo of the view before: with workers in it, one that froze stopped the records of
/// all (measured: 15 s).
/// </summary>
internal static class CoordinatorDirectory
{
    /// <summary>Internal to Orleans, with a public constructor: the directory has no option for which silos it uses.</summary>
    private static readonly Type Membership =
        typeof(GrainDirectoryOptions).Assembly.GetType("Orleans.Runtime.GrainDirectory.DirectoryMembershipService", throwOnError: true)!;

    public static void AddCoordinatorDirectory(this ISiloBuilder silo)
    {
        // Orleans adds its own only where there is none.
        silo.Services.AddSingleton(Membership, services =>
        {
            var options = services.GetRequiredService<IOptions<GrainDirectoryOptions>>().Value;
            return ActivatorUtilities.CreateInstance(
                services, Membership, new CoordinatorMembership(services.GetRequiredService<IClusterMembershipService>()),
                options.PartitionsPerSilo, options.GetPartitionBoundaries);
        });

        // By default nobody may activate a dead silo's grains for 30 s, lest a grain live twice. Ours may: the store's
        // fences decide which of two is right.
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
    }
}
