using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost.Running;

/// <summary>Submits the sweep file of the command line once the cluster is healthy.</summary>
internal sealed partial class FirstSweep(
    string file, IResourceWithEndpoints coordinator, IReadOnlyList<string> programs, ResourceNotificationService notifications, ILogger<FirstSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var text = new SweepText(await File.ReadAllTextAsync(file, stoppingToken), file);
            if (text.Mistakes is { Count: > 0 } mistakes)
            {
                throw new CoordinatorProblemException(CoordinatorProblemKind.Refused, string.Join('\n', mistakes));
            }

            await Task.WhenAll(programs.Select(program => notifications.WaitForResourceHealthyAsync(program, stoppingToken)));
            using var api = CoordinatorApi.At(coordinator);
            var submitted = await api.SubmitAsync(text.Yaml, text.Source, priority: null, stoppingToken);
            LogSubmitted(submitted.Sweep, submitted.Trials, file);
        }
        catch (Exception exception) when (exception is CoordinatorProblemException or IOException or UnauthorizedAccessException or DistributedApplicationException)
        {
            LogRefused(file, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Sweep {Sweep} with {Trials} trials is on its way, from {File}")]
    private partial void LogSubmitted(string sweep, int trials, string file);

    [LoggerMessage(LogLevel.Error, "{File} was not submitted: {Reason}")]
    private partial void LogRefused(string file, string reason);
}
