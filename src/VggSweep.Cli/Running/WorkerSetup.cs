using VggSweep.Core.Training;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Cli.Running;

/// <summary>The worker that a command line asks for.</summary>
internal static class WorkerSetup
{
    /// <exception cref="CommandFailure">The trainer or the data are not there.</exception>
    public static async Task<WorkerOptions> CreateAsync(HomeFolder home, string? data, int trials, int? slots, int? threads, Terminal terminal)
    {
        var (count, each) = Machine.Share(trials, slots, threads);
        return new WorkerOptions
        {
            Slots = count,
            Threads = each,
            Trainer = Trainer(),
            DataFolder = await DataFolders.RequireAsync(data, terminal),
            FilesFolder = home.Root,
        };
    }

    public static string Trainer()
    {
        var (path, looked) = TrainerLocation.Find();
        return path ?? throw new CommandFailure(
            ExitCode.Unavailable,
            $"The trainer is not there; looked at {string.Join(" and ", looked)}. Build it, or set {TrainerProtocol.TrainerVariable} to its path.");
    }
}
