using Microsoft.Extensions.Configuration;
using VggSweep.Core.Training;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker;

/// <summary>Makes a worker's options of its settings; a bad one is named by its key.</summary>
internal static class WorkerConfiguration
{
    private const string Prefix = "VggSweep__Worker__";

    /// <summary>Not <c>/tmp</c>, which many systems keep in memory.</summary>
    private const string LocalDisk = "/var/tmp";

    /// <exception cref="ConfigurationProblemException">A key is missing or wrong.</exception>
    public static WorkerOptions Read(IConfiguration configuration)
    {
        var settings = Settings.Read<WorkerSettings>(configuration, WorkerProgram.Section);
        var devices = Devices(settings.Device);

        // Whoever sets one of the two has a division of their own in mind.
        var best = devices.Count > 0 || settings.Slots is not null || settings.Threads is not null ? null : Calibration.Find()?.Best;
        var slots = settings.Slots ?? (devices.Count > 0 ? devices.Count : best?.Slots ?? Environment.ProcessorCount);
        var ofDevice = CudaDevices.ShareOfMemory(devices, slots);
        var options = new WorkerOptions
        {
            Slots = slots,
            CudaDevices = devices,
            Threads = settings.Threads ?? best?.Threads ?? 1,
            MemoryBytes = settings.MemoryBytes ?? ofDevice ?? WorkerOptions.ShareOfMachine(slots),
            DeviceBytes = devices.Count > 0 ? settings.MemoryBytes ?? ofDevice : null,
            Labels = [.. settings.Labels.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            FilesFolder = Folder(
                nameof(WorkerSettings.Files), settings.Files,
                "the folder of checkpoints that all workers and coordinators reach"),
            DataFolder = Data(settings.Data),
            Trainer = Trainer(settings, devices.Count > 0),
            ScratchFolder = FullPath(nameof(WorkerSettings.Scratch), settings.Scratch ?? LocalDisk),
        };
        options.Name = settings.Name ?? options.Name;
        return options;
    }

    private static IReadOnlyList<string> Devices(string device)
    {
        try
        {
            return device switch
            {
                "cpu" => [],
                TrainerProcess.Cuda => CudaDevices.Require(),
                _ => throw new ConfigurationProblemException($"{Prefix}Device is '{device}'; give cpu or {TrainerProcess.Cuda}."),
            };
        }
        catch (TrainerStartException exception)
        {
            throw new ConfigurationProblemException($"{Prefix}Device: {exception.Message}");
        }
    }

    private static string Folder(string key, string? given, string what)
    {
        var folder = given is not null
            ? FullPath(key, given)
            : throw new ConfigurationProblemException($"{Prefix}{key} is not set: it names {what}.");
        return Directory.Exists(folder)
            ? folder
            : throw new ConfigurationProblemException($"{Prefix}{key}: {folder} does not exist; mount or create it: it is {what}.");
    }

    private static string FullPath(string key, string path) =>
        path.Contains('\0', StringComparison.Ordinal)
            ? throw new ConfigurationProblemException($"{Prefix}{key} is not a path.")
            : Path.GetFullPath(path);

    private static string Data(string? given)
    {
        var folder = Folder(nameof(WorkerSettings.Data), given, "the folder of the four files of Fashion-MNIST");
        var missing = FashionMnistFiles.All.Where(file => !File.Exists(Path.Combine(folder, file.Name))).Select(file => file.Name).ToList();
        return missing.Count == 0
            ? folder
            : throw new ConfigurationProblemException($"{Prefix}Data: {folder} lacks {string.Join(", ", missing)}.");
    }

    private static TrainerProgram Trainer(WorkerSettings settings, bool onCuda)
    {
        var libtorch = settings.Libtorch is { } folder ? FullPath(nameof(WorkerSettings.Libtorch), folder) : null;
        try
        {
            return TrainerLocation.Require(libtorch, onCuda, settings.Trainer);
        }
        catch (TrainerStartException exception)
        {
            throw new ConfigurationProblemException($"{Prefix}Trainer: {exception.Message}");
        }
    }
}
