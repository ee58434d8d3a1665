using Microsoft.Extensions.Hosting;
using VggSweep.Core.Grains;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Worker;

/// <summary>
/// Joins the cluster only with the folder that its other workers share. Register it between Orleans and the worker: no
/// slot asks for work before.
/// </summary>
internal sealed class SharedFolder(WorkerOptions options, FilesMark mark, IGrainFactory grains, Persistently calls) : IHostedService
{
    /// <exception cref="ConfigurationProblemException">The worker's folder is not the cluster's, or cannot be written to.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var own = mark.ReadOrWrite();
        var clusters = await calls.CallAsync(() => grains.GetGrain<ILeaseBookGrain>(0).Join(own), cancellationToken);
        if (clusters != own)
        {
            mark.Withdraw();
            throw new ConfigurationProblemException(
                $"VggSweep__Worker__Files: {options.FilesFolder} is not the folder that the cluster's other workers "
                + $"share (its {FilesMark.Name} says {own}, theirs {clusters}); mount that one.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
