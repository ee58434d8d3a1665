using VggSweep.Client;

namespace VggSweep.AppHost.Commands;

/// <summary><b>Drain</b>: a worker hands over what it trains, and leaves.</summary>
internal static class DrainCommand
{
    public const string Name = "drain";

    public static IResourceBuilder<ProjectResource> WithDrainCommand(
        this IResourceBuilder<ProjectResource> worker, IResourceBuilder<ProjectResource> coordinator) =>
        worker.WithCommand(
            Name, "Drain", async context =>
            {
                try
                {
                    using var api = CoordinatorApi.At(coordinator.Resource);
                    await api.DrainAsync(worker.Resource.Name, context.CancellationToken);
                    return CommandResults.Success($"{worker.Resource.Name} hands over its trials and leaves; Start brings it back.");
                }
                catch (CoordinatorProblemException problem)
                {
                    return CommandResults.Failure(problem.Message);
                }
            },
            new CommandOptions
            {
                Description = "Finishes its step, writes checkpoints, hands over its trials and leaves the cluster.",
                IconName = "ArrowExit",
                UpdateState = context => CommandStates.WhenHealthy(context),
            });
}
