using Microsoft.Extensions.Logging;
using VggSweep.AppHost.Commands;
using VggSweep.Client;

namespace VggSweep.AppHost.Running;

/// <summary>Submits the sweep file of the command line.</summary>
internal sealed partial class FirstSweep(IResourceWithEndpoints coordinator, ILogger<FirstSweep> logger)
{
    /// <summary>Submits the file once, or says why not.</summary>
    public async Task SubmitAsync(string file, CancellationToken stop)
    {
        try
        {
            var text = new SweepText(await File.ReadAllTextAsync(file, stop), file);
            if (text.Mistakes is { Count: > 0 } mistakes)
            {
                throw new CoordinatorProblemException(CoordinatorProblemKind.Refused, string.Join('\n', mistakes));
            }

            using var api = CoordinatorApi.At(coordinator);
            var submitted = await api.SubmitAsync(text.Yaml, text.Source, priority: null, stop);
            LogSubmitted(submitted.Sweep, submitted.Trials, file);
        }
        catch (Exception exception) when (exception is CoordinatorProblemException or IOException or UnauthorizedAccessException)
        {
            LogRefused(file, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
    }

    [LoggerMessage(LogLevel.Information, "Sweep {Sweep} submitted from {File}; trials: {Trials}")]
    private partial void LogSubmitted(string sweep, int trials, string file);

    [LoggerMessage(LogLevel.Error, "{File} was not submitted: {Reason}")]
    private partial void LogRefused(string file, string reason);
}
