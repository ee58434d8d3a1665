using Microsoft.Extensions.Hosting;
using VggSweep.Core.Grains;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;

namespace VggSweep.Worker;

/// <summary>
/// The folder of the files is told apart by a name that the first worker writes into it: a path that is right on one
/// machine may be an empty mount point on another, and checkpoints there would be lost. Register it between Orleans and
/// the worker: no slot asks for work before.
/// </summary>
internal sealed class SharedFolder(WorkerOptions options, IGrainFactory grains, Persistently calls) : IHostedService
{
    private const string Mark = ".vggsweep-files";

    /// <exception cref="ConfigurationProblemException">The worker's folder is not the cluster's, or cannot be written to.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var own = ReadOrWrite(options.FilesFolder);
        var clusters = await calls.CallAsync(() => grains.GetGrain<ILeaseBookGrain>(0).Join(own), cancellationToken);
        if (clusters != own)
        {
            throw new ConfigurationProblemException(
                $"VggSweep__Worker__Files: {options.FilesFolder} is not the folder that the cluster's other workers share (its {Mark} says {own}, theirs {clusters}); mount that one.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string ReadOrWrite(string folder)
    {
        var file = Path.Combine(folder, Mark);
        try
        {
            if (!File.Exists(file))
            {
                // Of two that write at once, one name stays: whoever reads afterwards reads it.
                File.WriteAllText(file + $".{Environment.ProcessId}", $"{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}");
                File.Move(file + $".{Environment.ProcessId}", file, overwrite: false);
            }
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(file + $".{Environment.ProcessId}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException($"VggSweep__Worker__Files: {folder} cannot be written to: {exception.Message}");
        }

        return File.ReadAllText(file).Trim();
    }
}
