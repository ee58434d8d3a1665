using VggSweep.Core.Training;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>The worker that a command line asks for.</summary>
internal static class WorkerSetup
{
    /// <exception cref="CommandFailure">The trainer or the data are not there.</exception>
    public static async Task<WorkerOptions> CreateAsync(HomeFolder home, string? data, int trials, int? slots, int? threads, string device, Terminal terminal)
    {
        var devices = Devices(device);
        var (count, each) = Machine.Share(trials, slots ?? (devices.Count > 0 ? Math.Clamp(trials, 1, devices.Count) : null), threads);
        return new WorkerOptions
        {
            // A home has one at a time, and one row for all that ever were.
            Name = Environment.MachineName,
            Slots = count,
            Threads = each,
            CudaDevices = devices,
            Trainer = Trainer(),
            DataFolder = await DataFolders.RequireAsync(data, terminal),
            FilesFolder = home.Root,
        };
    }

    /// <returns>None for the cpu.</returns>
    /// <exception cref="CommandFailure">There is no such device.</exception>
    public static IReadOnlyList<string> Devices(string device)
    {
        try
        {
            return device == TrainerProcess.Cuda ? CudaDevices.Require() : [];
        }
        catch (TrainerStartException exception)
        {
            throw new CommandFailure(ExitCode.Unavailable, exception.Message);
        }
    }

    /// <summary>Of a lone trainer; null for the cpu.</summary>
    /// <inheritdoc cref="Devices"/>
    public static string? FirstDevice(string device) => Devices(device) is [var first, ..] ? first : null;

    public static string Trainer()
    {
        var (path, looked) = TrainerLocation.Find();
        return path ?? throw new CommandFailure(
            ExitCode.Unavailable,
            $"The trainer is not there; looked at {string.Join(" and ", looked)}. Build it, or set {TrainerProtocol.TrainerVariable} to its path.");
    }
}
