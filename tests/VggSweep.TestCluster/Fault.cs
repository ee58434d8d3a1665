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
    RestartPostgres,
    KillPostgres,
}
