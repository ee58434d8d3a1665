using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>The worker that a command line asks for.</summary>
internal static class WorkerSetup
{
    /// <exception cref="CommandFailure">The data are not there.</exception>
    /// <exception cref="TrainerStartException">The trainer is not there, or refuses the libtorch.</exception>
    public static async Task<WorkerOptions> CreateAsync(
        HomeFolder home, string? data, int trials, int? slots, int? threads, string device, string? libtorch, Terminal terminal)
    {
        var devices = Devices(device);
        var (count, each) = Machine.Share(home.Root, trials, slots, threads, devices);
        var trainer = Trainer(device, libtorch);
        if (trainer.Libtorch is not null)
        {
            await TrainerProcess.CheckAsync(trainer, each, devices is [var first, ..] ? first : null);
        }

        return new WorkerOptions
        {
            // A home has one at a time, and one row for all that ever were.
            Name = Environment.MachineName,
            Slots = count,
            Threads = each,
            CudaDevices = devices,
            DeviceBytes = CudaDevices.ShareOfMemory(devices, count),
            Trainer = trainer,
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

    /// <param name="libtorch">The folder of its libtorch, as a person names it.</param>
    /// <exception cref="TrainerStartException">No trainer is built that could load it.</exception>
    public static TrainerProgram Trainer(string device, string? libtorch) =>
        TrainerLocation.Require(libtorch is null ? null : Path.GetFullPath(libtorch), device == TrainerProcess.Cuda);
}
