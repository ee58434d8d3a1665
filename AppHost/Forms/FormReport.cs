using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VggSweep.AppHost.Forms;

/// <summary>
/// Says on the console and in the dashboard which form runs, and which other one there is when a container does not
/// start.
/// </summary>
internal static partial class FormReport
{
    public static void Tell(IServiceProvider services, FormChoice choice)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("VggSweep.AppHost");
        var stop = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        LogForm(logger, choice.Line);
        _ = NotifyAsync(services, choice.Line, MessageIntent.Information, stop);
        if (choice.Form is ClusterForm.Containers)
        {
            _ = WatchContainersAsync(services, logger, stop);
        }
    }

    private static async Task WatchContainersAsync(IServiceProvider services, ILogger logger, CancellationToken stop)
    {
        HashSet<string> told = [];
        try
        {
            await foreach (var update in services.GetRequiredService<ResourceNotificationService>().WatchAsync(stop))
            {
                if (update.Resource is ContainerResource container
                    && update.Snapshot.State?.Text == KnownResourceStates.FailedToStart && told.Add(container.Name))
                {
                    var line = Failure(container);
                    LogFailure(logger, line);
                    _ = NotifyAsync(services, line, MessageIntent.Error, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
    }

    /// <summary>The orchestrator says no more than that it failed; an image that cannot be pulled is the usual reason.</summary>
    public static string Failure(ContainerResource container)
    {
        var image = container.TryGetContainerImageName(out var name) ? name : "its image";
        return $"{container.Name} did not start: its log has the reason. If {image} cannot be pulled, choose "
            + $"{FormChoice.Others(ClusterForm.Containers)}.";
    }

    /// <summary>A bar in the dashboard, until somebody closes it.</summary>
    private static async Task NotifyAsync(IServiceProvider services, string line, MessageIntent intent, CancellationToken stop)
    {
        var interactions = services.GetRequiredService<IInteractionService>();
        if (interactions.IsAvailable)
        {
            try
            {
                await interactions.PromptNotificationAsync("VggSweep", line, new NotificationInteractionOptions { Intent = intent }, stop);
            }
            catch (OperationCanceledException)
            {
                // The AppHost stops.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private static partial void LogForm(ILogger logger, string line);

    [LoggerMessage(LogLevel.Error, "{Line}")]
    private static partial void LogFailure(ILogger logger, string line);
}
