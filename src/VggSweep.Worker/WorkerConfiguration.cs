using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Configuration;
using VggSweep.Core.Training;
using VggSweep.ServiceDefaults;
using VggSweep.Worker.Slots;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker;

/// <summary>Reads a worker's options, and says which key is wrong.</summary>
internal static class WorkerConfiguration
{
    private const string Prefix = "VggSweep__Worker__";

    /// <summary>Not <c>/tmp</c>, which many systems keep in memory.</summary>
    private const string LocalDisk = "/var/tmp";

    /// <exception cref="ConfigurationProblemException">A key is missing or wrong.</exception>
    public static WorkerOptions Read(IConfigurationSection section)
    {
        var devices = Devices(section);

        // Whoever sets one of the two has an own division in mind.
        var best = devices.Count > 0 || section["Slots"] is { Length: > 0 } || section["Threads"] is { Length: > 0 } ? null : Calibration.Find()?.Best;
        var slots = Number(section, "Slots", devices.Count > 0 ? devices.Count : best?.Slots ?? Environment.ProcessorCount);
        var options = new WorkerOptions
        {
            Slots = slots,
            CudaDevices = devices,
            Threads = Number(section, "Threads", best?.Threads ?? 1),
            MemoryBytes = Number(section, "MemoryBytes", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / slots),
            Labels = [.. (section["Labels"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            FilesFolder = Folder(section, "Files", "the folder of checkpoints that all workers and coordinators reach"),
            DataFolder = Data(section),
            Trainer = Trainer(section),
            ScratchFolder = section["Scratch"] is { Length: > 0 } scratch ? Path.GetFullPath(scratch) : LocalDisk,
        };
        if (section["Name"] is { Length: > 0 } name)
        {
            options.Name = name;
        }

        return options;
    }

    private static IReadOnlyList<string> Devices(IConfigurationSection section)
    {
        try
        {
            return section["Device"] switch
            {
                null or "" or "cpu" => [],
                TrainerProcess.Cuda => CudaDevices.Require(),
                var other => throw new ConfigurationProblemException($"{Prefix}Device is '{other}'; give cpu or {TrainerProcess.Cuda}."),
            };
        }
        catch (TrainerStartException exception)
        {
            throw new ConfigurationProblemException($"{Prefix}Device: {exception.Message}");
        }
    }

    private static string Folder(IConfigurationSection section, string key, string what)
    {
        var folder = section[key] is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : throw new ConfigurationProblemException($"{Prefix}{key} is not set: it names {what}.");
        return Directory.Exists(folder)
            ? folder
            : throw new ConfigurationProblemException($"{Prefix}{key}: there is no folder {folder}; it is {what}: mount or make it.");
    }

    private static string Data(IConfigurationSection section)
    {
        var folder = Folder(section, "Data", "the folder of the four files of Fashion-MNIST");
        var missing = FashionMnistFiles.All.Where(file => !File.Exists(Path.Combine(folder, file.Name))).Select(file => file.Name).ToList();
        return missing.Count == 0
            ? folder
            : throw new ConfigurationProblemException($"{Prefix}Data: {folder} lacks {string.Join(", ", missing)}.");
    }

    private static string Trainer(IConfigurationSection section)
    {
        var (found, looked) = section["Trainer"] is { Length: > 0 } given ? (File.Exists(given) ? given : null, [given]) : TrainerLocation.Find();
        return found ?? throw new ConfigurationProblemException(
            $"{Prefix}Trainer: the trainer is not there; looked at {string.Join(" and ", looked)}. Build it, or set its path.");
    }

    private static T Number<T>(IConfigurationSection section, string key, T otherwise)
        where T : struct, INumberBase<T>, IComparable<T>
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value.CompareTo(T.One) >= 0
            ? value
            : throw new ConfigurationProblemException($"{Prefix}{key} is '{text}'; give a whole number from 1.");
    }
}
