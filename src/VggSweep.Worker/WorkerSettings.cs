using System.ComponentModel.DataAnnotations;

namespace VggSweep.Worker;

/// <summary>
/// The section <c>VggSweep:Worker</c> of the configuration as written; <see cref="WorkerConfiguration"/> makes a worker's options of it.
/// </summary>
internal sealed class WorkerSettings
{
    /// <summary>Unique among workers. Default: the machine's name and the process id.</summary>
    public string? Name { get; set; }

    /// <summary>Trials at once. Default: as calibrated, else one per device or core.</summary>
    [Range(1, 4_096)]
    public int? Slots { get; set; }

    /// <summary>Threads of each trial. Default: as calibrated, else 1.</summary>
    [Range(1, 4_096)]
    public int? Threads { get; set; }

    /// <summary>Memory of one slot. Default: the machine's, shared by the slots.</summary>
    [Range(typeof(long), "1", "9223372036854775807", ParseLimitsInInvariantCulture = true)]
    public long? MemoryBytes { get; set; }

    /// <summary>What sweeps may require, separated by commas. Default: none.</summary>
    public string Labels { get; set; } = "";

    /// <summary>cpu or cuda. Default: cpu.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>The folder of checkpoints that all workers and coordinators reach.</summary>
    public string? Files { get; set; }

    /// <summary>The folder of the four files of Fashion-MNIST.</summary>
    public string? Data { get; set; }

    /// <summary>The trainer's program. Default: the one beside this program.</summary>
    public string? Trainer { get; set; }

    /// <summary>
    /// The folder of the libtorch of a trainer that ships none. Default: what <c>VGGSWEEP_LIBTORCH</c> names, else
    /// python3's PyTorch.
    /// </summary>
    public string? Libtorch { get; set; }

    /// <summary>A folder on a local disk for files on their way. Default: <c>/var/tmp</c>.</summary>
    public string? Scratch { get; set; }
}
