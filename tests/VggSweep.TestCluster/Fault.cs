namespace VggSweep.TestCluster;

/// <summary>What is done to a cluster.</summary>
public enum Fault
{
    KillWorker,
    KillCoordinator,
    KillTrainer,
    FreezeWorker,
    FreezeCoordinator,
    DrainWorker,
    RestartRedis,
    KillRedis,

    /// <summary>Redis comes back without its data.</summary>
    LoseRedis,
    RestartPostgres,
    KillPostgres,

    /// <summary>PostgreSQL keeps its connections and answers none.</summary>
    FreezePostgres,

    /// <summary>One process does not reach a server, or is not reached by the others. Needs links.</summary>
    CutLink,

    /// <summary>The shared folder has no room. Needs a disk of its own.</summary>
    FillFiles,

    /// <summary>The mount of the shared folder is lost, and returns. Needs a disk of its own.</summary>
    UnmountFiles,

    /// <summary>A worker gives way to one whose clock is minutes wrong. Needs libfaketime.</summary>
    SkewClock,
}
