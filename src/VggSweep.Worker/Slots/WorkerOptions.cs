using VggSweep.Core.Leases;
using VggSweep.Worker.Trainers;

namespace VggSweep.Worker.Slots;

/// <summary>What one worker offers and where its files are.</summary>
public sealed class WorkerOptions
{
    /// <summary>Unique among the workers that are alive. Default: the machine's name and the process id.</summary>
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Trials trained at once, one trainer process each. Default: one a core.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>Threads of a trial that starts here; a trial keeps them for life, since they change its last bits. Default: 1.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>
    /// CUDA devices, by their numbers or UUIDs: one a trainer, to the slots in turn. Default: none, trials are trained
    /// on the processor.
    /// </summary>
    public IReadOnlyList<string> CudaDevices { get; set; } = [];

    /// <summary>Folder of the four Fashion-MNIST files.</summary>
    public required string DataFolder { get; set; }

    /// <summary>
    /// Holds <c>sweeps/SWEEP/TRIAL</c> with each trial's checkpoints: the home, or a folder that all workers and
    /// coordinators reach.
    /// </summary>
    public required string FilesFolder { get; set; }

    /// <summary>
    /// A folder on a local disk of this machine, where trainers write until their files are copied to
    /// <see cref="FilesFolder"/> beside the training. Default: <c>/var/tmp</c> for a worker of a cluster; none in a home,
    /// where trainers write to where the files stay.
    /// </summary>
    public string? ScratchFolder { get; set; }

    /// <summary>What sweeps may require of their workers. Default: none.</summary>
    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>Memory of one slot; trials whose prediction is above it go elsewhere. Default: no bound.</summary>
    public long MemoryBytes { get; set; } = long.MaxValue;

    /// <summary>
    /// Memory that a slot has of its CUDA device. Default: not known, and then a trial that does not fit shows by
    /// libtorch's refusal.
    /// </summary>
    public long? DeviceBytes { get; set; }

    public required TrainerProgram Trainer { get; set; }

    /// <summary>
    /// A trainer that says nothing for so long is killed. One step of VGG-19 at 224 pixels takes minutes on two cores,
    /// so a short limit kills healthy trials. Default: 15 minutes.
    /// </summary>
    public TimeSpan HangLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes for each slot when they share the machine's memory, or the cgroup's.</summary>
    public static long ShareOfMachine(int slots) => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / slots;

    /// <summary>What a trial may take: on a device a slot's share of that, else that for which it was admitted.</summary>
    internal long BytesFor(Lease lease) =>
        CudaDevices.Count > 0 ? DeviceBytes ?? long.MaxValue : lease.MemoryBytes > 0 ? lease.MemoryBytes : long.MaxValue;

    /// <summary>The device of a slot's trainer; null for the processor.</summary>
    /// <param name="slot">From 1.</param>
    public string? CudaDeviceOf(int slot) => CudaDevices.Count == 0 ? null : CudaDevices[(slot - 1) % CudaDevices.Count];
}
