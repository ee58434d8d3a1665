using Microsoft.Extensions.Hosting;
using VggSweep.Core.Grains;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Worker;

/// <summary>
/// Reserves the worker's name: people drain and read workers by it, and the lease book tells them apart by it. One that
/// died under the name a moment ago is waited for until the cluster or its silence says so.
/// </summary>
internal sealed class UniqueName(
    WorkerOptions options, ILocalSiloDetails silo, IGrainFactory grains, Persistently calls, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="ConfigurationProblemException">Another worker that is alive has the name.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (address, since) = (silo.SiloAddress.ToParsableString(), time.GetTimestamp());
        while (true)
        {
            var waited = time.GetElapsedTime(since);
            switch (await calls.CallAsync(() => grains.GetGrain<ILeaseBookGrain>(0).Claim(options.Name, address), cancellationToken))
            {
                case null:
                    return;
                case { } silent when silent < waited:
                    throw new ConfigurationProblemException(
                        $"VggSweep__Worker__Name: the cluster already has a worker {options.Name}; give each worker its own name.");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
