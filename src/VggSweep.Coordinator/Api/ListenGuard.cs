using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using VggSweep.ServiceDefaults;

namespace VggSweep.Coordinator.Api;

/// <summary>
/// Looks at what the server has really bound, wherever that was configured, and lets no request in before: without keys the API
/// is for loopback alone.
/// </summary>
internal sealed class ListenGuard(IServer server, ApiKeys keys) : IHostedLifecycleService
{
    private readonly TaskCompletionSource<bool> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether requests may be served; false when the program has to end.</summary>
    public Task<bool> Checked => opened.Task;

    /// <exception cref="ConfigurationProblemException">Others reach one of the addresses, and there are no keys.</exception>
    public static void Require(IEnumerable<string> addresses, ApiKeys keys)
    {
        if (!keys.Any && addresses.FirstOrDefault(address => !ListenAddresses.IsLoopback(address)) is { } open)
        {
            throw new ConfigurationProblemException(
                $"The API would listen on {open}, which others can reach, without a key; "
                + "set VggSweep__ApiKeyHashes__0 or VggSweep__ApiKeyFile (`vggsweep api-key` makes a key), or a "
                + "loopback address in ASPNETCORE_URLS or Kestrel__Endpoints.");
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            Require(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], keys);
            opened.TrySetResult(true);
            return Task.CompletedTask;
        }
        catch (ConfigurationProblemException)
        {
            opened.TrySetResult(false);
            throw;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
